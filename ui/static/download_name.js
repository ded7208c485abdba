// @ts-check
// What a file that is downloaded is called. Nothing here knows the page.

/**
 * @param {string} wished what its link says; "" for nothing
 * @param {string} header the answer's Content-Disposition; "" for none
 */
export function downloadName(wished, header) {
  if (wished) return wished;
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1];
  if (encoded) {
    try {
      return decodeURIComponent(encoded.trim());
    } catch {
      // it is no UTF-8: the plain name has to do
    }
  }
  return /filename="([^"]*)"/i.exec(header)?.[1] ?? "";
}
