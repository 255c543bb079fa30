// SPDX-License-Identifier: Apache-2.0 OR MIT
// Our own functions that show something at the front end.

import { type DocTable, field, func, method } from "./entry.ts";

const options =
  "Options: `display_id` names the display so that it can be updated, `metadata` goes with the data, `update = " +
  "true` replaces the display of that id instead of adding one. Returns a handle with `handle:update`.";

/** `display`, its helpers, and `clear_output`. */
export const displayDocs: DocTable = Object.freeze({
  "display": func(
    "(value, options?)",
    "Shows a value at the front end as the result of a cell is shown. A table whose keys are MIME types, " +
      '`display{["text/html"] = "<b>hi</b>", ["text/plain"] = "hi"}`, is shown in the best of these forms. ' +
      options,
  ),
  "display.html": func("(html, options?)", `Shows HTML. ${options}`),
  "display.image": func(
    "(bytes, mime?, options?)",
    'Shows an image from its bytes; `mime` is its type, `"image/png"` say, found from the bytes if absent. ' +
      options,
  ),
  "display.jpeg": func("(bytes, options?)", `Shows a JPEG image from its bytes. ${options}`),
  "display.json": func(
    "(value, options?)",
    `Shows a table or a string of JSON as a tree that can be opened. ${options}`,
  ),
  "display.latex": func(
    "(latex, options?)",
    `Shows LaTeX mathematics: \`display.latex("$e^{i\\\\pi}$")\`. ${options}`,
  ),
  "display.markdown": func("(markdown, options?)", `Shows Markdown. ${options}`),
  "display.png": func("(bytes, options?)", `Shows a PNG image from its bytes. ${options}`),
  "display.svg": func("(svg, options?)", `Shows an SVG drawing. ${options}`),
  "display.text": func("(text, options?)", `Shows plain text. ${options}`),
  "handle:update": method(
    "(value, options?)",
    "Replaces what a display shows, at every place where it is shown. `handle` is what `display` returned.",
  ),
  "handle.display_id": field("The id of a display, by which other calls can update it."),
  "clear_output": func(
    "(wait?)",
    "Removes the output of the running cell. With `wait` true not before new output comes, which avoids flicker.",
  ),
});
