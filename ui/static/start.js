// @ts-check
// The last of the scripts: every view's own module listens by now.

import { show } from "/page/router.js";

show();
