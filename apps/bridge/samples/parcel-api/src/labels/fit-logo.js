/** Of the logo's place on a label, in points. */
const PLACES = { A4: { width: 200, height: 80 }, A6: { width: 120, height: 60 } };

/**
 * The size of a logo on a label, in points.
 * @param {{ width: number, height: number }} logo in pixels
 * @param {"A4" | "A6"} format
 */
export function fitLogo(logo, format) {
  const place = PLACES[format];
  const scale = place.height / logo.height;
  return { width: Math.round(logo.width * scale), height: Math.round(logo.height * scale) };
}
