// Lets node find the page's modules where the browser does: "/page/NAME.js" is ui/static/NAME.js.

import { register } from "node:module";

const STATIC = new URL("../../ui/static/", import.meta.url).href;

const hooks = `
export function resolve(name, context, next) {
  return next(name.startsWith("/page/") ? ${JSON.stringify(STATIC)} + name.slice(6) : name, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
