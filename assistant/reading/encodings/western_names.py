"""Names of people and places of Western Europe and Latin America, with letters beyond ASCII.

Such a name read in another code page is no word of any language ("Muńoz", "Garcķa", "Hélčne"), so a
text whose only words beyond ASCII are these is in a Western one. Icelandic names are not among
them: their letters are those of Turkish in its code page.
"""

from __future__ import annotations

WESTERN_NAMES = frozenset(
    """aarón adán adèle adélaïde agustín aimé aimée alençon alizée amália amélie anaïs andré andrée
    andrés angoulême angélique antónio antônio araújo ardèche arévalo aurélie aurélio aïcha
    barthélemy bartolomé begoña beltrán belém belén bengtström benítez bergström bermúdez besançon
    björk björklund björn blomström blücher bodø bogotá borbón brandão brasília brøgger brøndby
    brüggemann báez bárbara bäcker bär bärbel béatrice bénédicte bérénice bézier béziers böhm böll
    bücher büchner calderón carrión castañeda castaño chacón chambéry chloé chloë chávez châtelet
    clémence clément cléo cléopâtre colón conceição concepción corrèze cortés cristóbal cuéllar
    cáceres cádiz cámara cárdenas câmara cécile céline césar córdoba córdova damião daphné
    domínguez drôme durán dávila désiré díaz díez dörfler dörr dürer düsseldorf elías engström
    escribá estévez estêvão eugène eugénie fabián farías fernán fernández fernão françois
    françoise frédéric frédérique frøya fátima fälldin færøerne félicité félix förster fürst fürth
    galán galíndez garcía garzón gaël gaëlle geneviève genève germán gijón giménez goiânia
    gonzález gonçalo gonçalves graça grégoire guillén guimarães gutiérrez guzmán gävle gérald
    gérard gómez göbel göran göring göteborg göthe göttingen götz günter günther günzburg
    hammarskjöld hernán hernández hervé hjørring honoré häberle hägg hägglund händel håkan
    håkansson håkon hålogaland håvard héctor héloïse hélène höfer höhn hölderlin hölzl hübner
    hüttl ibáñez inácio inès inés irène isère iñaki iñigo jaén jesús jiménez joaquín josué josèphe
    josé joão joël joëlle julián julién juárez jäger jämtland jérémie jérémy jérôme jönköping jörg
    jörn jørgen jørgensen jørn jürgen kierkegård kirkegård kjær kjærgaard krämer kröger krüger
    kässmann kästner käthe kåre köhler köln könig körner köster københavn køge køpenhavn kühn
    kühne küster lagerlöf laëtitia leão león lillestrøm lindström linköping liège lorène lourenço
    lozère loïc luján luleå luís låland léa léo léon léonie lópez löffler löwe lúcia lübeck
    lüdenscheid lüneburg magalhães malmö maranhão marlène martín martínez maría marín mathéo
    matías maël maëlle medellín mendonça mexía michaël michèle montaña montañés moïse muñiz muñoz
    málaga márcio mário mâcon mälaren märta måløy måns mélanie mélissa méndez mérida méxico míguez
    mónica mônica möller mönchengladbach mörike mößner møller müller münchen münster nathanaël
    neuchâtel nicolás norrköping noé noémie noël noëlle nuñez nyköping nyström näslund nîmes
    nørgaard núñez nürnberg océane ophélie ordóñez orléans ortíz panamá patiño patrícia perón peña
    peñalver philomène piña piñeiro piñera plößl pröll páez päivi pär pål pénélope pérez périgueux
    quiñones québec ramírez ramón raphaël raphaëlle raúl rené renée rhône rincón roché rodríguez
    rogério román romão rosalía rosário rubén ruíz råde régine régis rémi rémy ríos röntgen rösler
    rößler rødby rønne rønning røros rüdiger rügen saarbrücken salomão salomé salomón santillán
    saône schröder schröter schäfer schäuble schönberg schütte schütz schüßler sebastián sebastião
    simão simões sjöberg sjögren sjöström skåne skövde sofía solène solís strömberg strömstad
    strøm stéphane stéphanie suárez sáenz sáez sánchez são sänger sébastien ségolène sérgio
    sévérine söder söderberg södermalm sölden søren sørensen sørlie süß süßkind tarcísio teófilo
    théo théodore théophile thérèse thüringen timothée tomás toñi trollhättan tromsø töpfer
    tønsberg tübingen umeå vadsø valdés valença valérie valéry velázquez verónica vinícius vitória
    vázquez väinö väisälä västerås växjö vélez véronique víctor völler weiß weißmann winkelmüller
    wächter wäldchen würth württemberg würzburg yaël yáñez zoé zoë zuñiga zúñiga zürich ágata
    álvarez álvaro ángel ángela ángeles ávalos ávila åberg åbo åkesson åland ålesund ångström
    århus åsa åse ærø ève éliane élie élisabeth élise élodie éloïse éléonore émile émilie éric
    étienne évreux évry íñigo óscar öberg öhman örebro österberg österreich östersund östlund ötzi
    ødegaard østberg østergaard østfold úbeda überlingen""".split()
)
