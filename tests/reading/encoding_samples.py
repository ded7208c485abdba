"""One short text in each of many languages, with the encodings that it has been written in.

Each says about the same: what was treated, for how long, and that it helped. They are our own.
"""

from __future__ import annotations

SAMPLES = {
    "pl": (
        "Leczenie trwało pięć lat i było skuteczne u wielu chorych. Po roku większość "
        "pacjentów mogła już chodzić bez pomocy, a ból głowy ustąpił całkowicie. Lekarze "
        "zauważyli też, że środki uboczne były łagodne: zmęczenie, gorączka i krótkie zawroty "
        "głowy. Badacze sądzą, że następne próby powinny objąć także młodzież i osoby starsze.",
        ("cp1250", "iso8859-2"),
    ),
    "cs": (
        "Léčba trvala pět let a u většiny nemocných byla účinná. Po roce již mohli pacienti "
        "chodit bez cizí pomoci a bolesti hlavy úplně zmizely. Lékaři si také všimli, že "
        "vedlejší účinky byly mírné: únava, horečka a krátké závratě. Další pokusy by měly "
        "zahrnout i mládež a starší osoby, říkají vědci z Plzně.",
        ("cp1250", "iso8859-2"),
    ),
    "hu": (
        "A kezelés öt évig tartott, és a legtöbb betegnél hatásosnak bizonyult. Egy év múlva a "
        "résztvevők többsége segítség nélkül tudott járni, a fejfájás pedig teljesen megszűnt. "
        "Az orvosok szerint a mellékhatások enyhék voltak: fáradtság, láz és rövid szédülés. A "
        "következő vizsgálatokba fiatalokat és idősebbeket is be kell vonni.",
        ("cp1250", "iso8859-2"),
    ),
    "ru": (
        "Лечение продолжалось пять лет и оказалось успешным у большинства больных. Через год "
        "они уже могли ходить без посторонней помощи, а головная боль полностью прошла. Врачи "
        "также заметили, что побочные явления были лёгкими: усталость, жар и короткие "
        "головокружения. Учёные считают, что в новых опытах должны участвовать и пожилые люди.",
        ("cp1251", "koi8-r", "iso8859-5"),
    ),
    "bg": (
        "Лечението продължи пет години и беше успешно при повечето болни. След една година те "
        "вече можеха да ходят без чужда помощ, а главоболието изчезна напълно. Лекарите "
        "забелязаха, че страничните явления са леки: умора, треска и кратко замайване. Учените "
        "смятат, че в новите опити трябва да участват и възрастни хора.",
        ("cp1251",),
    ),
    "uk": (
        "Лікування тривало п'ять років і виявилося успішним у більшості хворих. Через рік вони "
        "вже могли ходити без сторонньої допомоги, а головний біль зовсім минув. Лікарі також "
        "помітили, що побічні явища були легкими: втома, жар і короткі запаморочення. Науковці "
        "вважають, що в нових дослідах мають брати участь і літні люди, ще й з їхніми родинами.",
        ("cp1251", "koi8-u"),
    ),
    "de": (
        "Die Behandlung dauerte fünf Jahre und war für die meisten Kranken wirksam. Nach einem "
        "Jahr konnten sie schon ohne Hilfe gehen, und die Kopfschmerzen hörten völlig auf. Die "
        "Ärzte stellten auch fest, dass die Nebenwirkungen mäßig waren: Müdigkeit, Fieber und "
        "kurzer Schwindel. Künftige Versuche müssten auch Jugendliche und Ältere einschließen.",
        ("cp1252", "iso8859-1"),
    ),
    "fr": (
        "Le traitement a duré cinq ans et s'est révélé efficace chez la plupart des malades. "
        "Après une année, ils marchaient déjà sans aide, et les maux de tête avaient "
        "complètement cessé. Les médecins ont noté que les effets secondaires étaient légers : "
        "fatigue, fièvre et brefs vertiges. De prochains essais devraient être menés auprès "
        "des personnes âgées.",
        ("cp1252", "iso8859-1", "mac-roman"),
    ),
    "es": (
        "El tratamiento duró cinco años y resultó eficaz en la mayoría de los enfermos. "
        "Después de un año ya caminaban sin ayuda, y el dolor de cabeza desapareció por "
        "completo. Los médicos señalaron también que los efectos adversos fueron leves: "
        "cansancio, fiebre y vértigos pequeños. ¿Deberían participar también los niños? Los "
        "próximos ensayos lo dirán.",
        ("cp1252", "iso8859-1"),
    ),
    "pt": (
        "O tratamento durou cinco anos e mostrou-se eficaz na maioria dos doentes. Após um ano "
        "já caminhavam sem ajuda, e as dores de cabeça desapareceram por completo. Os médicos "
        "notaram também que as reações adversas eram leves: cansaço, febre e tonturas. As "
        "próximas investigações deverão incluir crianças e também pessoas de idade avançada.",
        ("cp1252", "iso8859-1"),
    ),
    "sv": (
        "Behandlingen pågick i fem år och hjälpte de flesta av de sjuka. Efter ett år kunde de "
        "redan gå utan stöd, och huvudvärken försvann helt. Läkarna märkte också att "
        "biverkningarna var lätta: trötthet, feber och kortvarig yrsel. Nästa försök bör även "
        "omfatta äldre människor och ungdomar, säger forskarna på sjukhuset i Linköping.",
        ("cp1252", "iso8859-1"),
    ),
    "el": (
        "Η θεραπεία διήρκεσε πέντε χρόνια και ήταν αποτελεσματική στους περισσότερους "
        "ασθενείς. Μετά από έναν χρόνο μπορούσαν ήδη να περπατούν χωρίς βοήθεια και οι "
        "πονοκέφαλοι σταμάτησαν. Οι γιατροί παρατήρησαν επίσης ότι οι παρενέργειες ήταν "
        "ελαφρές: κόπωση, πυρετός και ζάλη. Οι επόμενες δοκιμές πρέπει να περιλάβουν και "
        "ηλικιωμένους.",
        ("cp1253", "iso8859-7"),
    ),
    "tr": (
        "Tedavi beş yıl sürdü ve hastaların çoğunda etkili oldu. Bir yıl sonra yardım almadan "
        "yürüyebiliyorlardı ve baş ağrısı bütünüyle geçti. Doktorlar yan etkilerin hafif "
        "olduğunu da gördüler: yorgunluk, ateş ve kısa süreli baş dönmesi. Araştırmacılar yeni "
        "deneylere gençlerin ve yaşlıların da katılması gerektiğini düşünüyor.",
        ("cp1254", "iso8859-9"),
    ),
    "he": (
        "הטיפול נמשך חמש שנים והועיל לרוב החולים. אחרי שנה הם כבר יכלו ללכת בלי עזרה, וכאבי "
        "הראש נעלמו לגמרי. הרופאים שמו לב שתופעות הלוואי היו קלות: עייפות, חום וסחרחורת קצרה. "
        "החוקרים סבורים שבניסויים הבאים צריכים להשתתף גם קשישים ובני נוער.",
        ("cp1255", "iso8859-8"),
    ),
    "ar": (
        "استمر العلاج خمس سنوات وكان فعالا عند معظم المرضى. وبعد سنة صاروا يمشون من دون مساعدة "
        "وزال الصداع تماما. ولاحظ الأطباء أيضا أن الآثار الجانبية كانت خفيفة: التعب والحمى "
        "والدوار القصير. ويرى الباحثون أن التجارب القادمة يجب أن تشمل كبار السن.",
        ("cp1256", "iso8859-6"),
    ),
    "lt": (
        "Gydymas truko penkerius metus ir padėjo daugumai ligonių. Po metų jie jau galėjo "
        "vaikščioti be pagalbos, o galvos skausmas visiškai išnyko. Gydytojai taip pat "
        "pastebėjo, kad šalutinis poveikis buvo nežymus: nuovargis, karščiavimas ir trumpas "
        "svaigulys. Į būsimus tyrimus reikėtų įtraukti ir vyresnio amžiaus žmones, teigia "
        "mokslininkai.",
        ("cp1257", "iso8859-13"),
    ),
    "zh": (
        "治疗持续了五年，对大多数病人有效。一年以后，他们已经可以不用别人帮助走路，头痛也完全消"
        "失了。医生还发现，副作用都很轻：疲劳、发烧和短时间的头晕。研究人员认为，以后的试验也应"
        "该包括老年人。",
        ("gb18030",),
    ),
    "zh-tw": (
        "治療持續了五年，對大多數病人有效。一年以後，他們已經可以不用別人幫助走路，頭痛也完全消"
        "失了。醫生還發現，副作用都很輕：疲勞、發燒和短時間的頭暈。研究人員認為，以後的試驗也應"
        "該包括老年人。",
        ("big5",),
    ),
    "ja": (
        "治療は五年間続き、ほとんどの患者に効果がありました。一年後には助けなしで歩けるようにな"
        "り、頭痛もすっかりなくなりました。医師は、副作用が軽いことにも気づきました。疲れ、発熱"
        "、短いめまいです。研究者は、次の試験には高齢者も参加すべきだと考えています。",
        ("shift_jis", "euc_jp", "iso2022_jp"),
    ),
    "ko": (
        "치료는 오 년 동안 계속되었고 대부분의 환자에게 효과가 있었습니다. 일 년 뒤에는 도움 "
        "없이 걸을 수 있었고 두통도 완전히 사라졌습니다. 의사들은 부작용이 가볍다는 것도 알게 "
        "되었습니다. 피로와 열, 짧은 어지럼증이었습니다. 연구자들은 다음 시험에는 노인도 "
        "참여해야 한다고 생각합니다.",
        ("euc-kr",),
    ),
    "th": (
        "การรักษาใช้เวลาห้าปีและได้ผลกับผู้ป่วยส่วนใหญ่ "
        "หลังจากหนึ่งปีพวกเขาเดินได้โดยไม่ต้องมีคนช่วย และอาการปวดหัวก็หายไปหมด "
        "แพทย์ยังพบว่าผลข้างเคียงไม่รุนแรง มีเพียงความเหนื่อยล้า ไข้ และเวียนหัว",
        ("cp874",),
    ),
}
"""Language to a text and the encodings of it."""

ENGLISH = (
    "The treatment lasted five years and helped most of the patients. After one year they could "
    "walk without support, and the headache had gone. The physicians also noticed that the side "
    "effects were mild: fatigue, fever and a short dizziness. Further trials should include the "
    "elderly, the authors say in their report. "
)

SURE = {
    "cp1252": (
        *("café", "résumé", "Müller", "naïve T cells", "37 °C", "± 3", "5 mg–10 mg", "“quoted”"),
        *(
            "patient’s",
            "§ 4",
            "£20",
            "€20",
            "Sjögren",
            "façade",
            "1990–2000",
            "10 m²",
            "…",
            "½",
            "10 µg/mL",
        ),
        *("Guillain–Barré", "Kübler-Ross", "vis-à-vis", "“It’s 5 °C” – he said", "©", "µm"),
    ),
    "iso8859-1": ("café", "Müller", "37 °C", "± 3", "naïve"),
    "cp1250": ("Kraków",),
}
"""What an English text may hold without being in doubt, by encoding."""

AMBIGUOUS = {
    "cp1250": ("Dvořák", "Erdős", "Gdańsk", "Kaczyński", "Brăila"),
    "cp1257": ("Rīga", "Liepāja"),
    "cp1254": ("Ağrı", "Şişli"),
    "cp1251": ("Москва",),
    "cp1253": ("λόγος",),
    "koi8-r": ("Москва",),
    "shift_jis": ("東京",),
    "gb18030": ("北京",),
}
"""A single word that could as well be another in another encoding."""

MISREAD = (
    *((word, encoding) for word in ("és", "nyitották") for encoding in ("cp437", "cp850", "cp852")),
    ("khánh", "cp437"),
    ("thành", "cp850"),
    ("Η", "cp737"),
    ("Висячий", "gb18030"),
    ("мост", "euc_jp"),
    ("открыт", "euc_kr"),
    ("е", "cp932"),
    ("został", "euc_kr"),
    ("Gdańsku", "cp852"),
    ("četiri", "mac-latin2"),
    ("Iekārtais atklāts", "cp775"),
    ("Коррозия проволоки впервые была замечена инспекторами в шести местах.", "big5"),
    ("Висячий мост был открыт и несёт четыре полосы движения.", "johab"),
    ("Висячий міст було відкрито, він має чотири смуги руху.", "cp1125"),
    ("הגשר התלוי נפתח ונושא ארבעה נתיבי תנועה.", "cp862"),
    ("Podul suspendat și circulație principală, șase, Țăranii, mămăliga", "mac-romanian"),
    ("Az őszi árvíz idején tűzoltók őrizték a hídfőt.", "iso8859-16"),
    ("Asma köprü yılında açıldı ve dört şerit trafik taşır.", "cp857"),
    ("Hengibrúin var opnuð árið 1963 og ber fjórar akreinar.", "mac-iceland"),
    ("Il-pont sospiż infetaħ u għandu karreġġjati.", "iso8859-3"),
    ("Les crêpes sont servies très chaudes, à la crème fraîche.", "cp850"),
)
"""What was once read as something else, and the encoding that it is in."""
