// SPDX-License-Identifier: Apache-2.0 OR MIT
// Mathematics. @see Lua 5.4 reference manual, "Mathematical Functions"

import { constant, type DocTable, func, library } from "./entry.ts";

/** The math library. */
export const mathDocs: DocTable = Object.freeze({
  "math": library("Mathematical functions; angles are in radians."),
  "math.abs": func("(x)", "Absolute value; an integer stays an integer."),
  "math.acos": func("(x)", "Arc cosine, from 0 to pi."),
  "math.asin": func("(x)", "Arc sine, from -pi/2 to pi/2."),
  "math.atan": func(
    "(y, x?)",
    "Arc tangent of `y/x`, with the signs of both to find the quadrant; `x` is 1 by default.",
  ),
  "math.ceil": func("(x)", "Smallest integer not below `x`."),
  "math.cos": func("(x)", "Cosine."),
  "math.deg": func("(x)", "Converts radians to degrees."),
  "math.exp": func("(x)", "e to the power of `x`."),
  "math.floor": func("(x)", "Largest integer not above `x`."),
  "math.fmod": func(
    "(x, y)",
    "Remainder of `x/y` with the quotient rounded towards zero; `%` rounds down.",
  ),
  "math.huge": constant("Infinity: a float greater than any other number."),
  "math.log": func("(x, base?)", "Logarithm to the base, by default e."),
  "math.max": func("(x, ...)", "The largest of its arguments."),
  "math.maxinteger": constant("The largest integer: 2^63 - 1."),
  "math.min": func("(x, ...)", "The smallest of its arguments."),
  "math.mininteger": constant("The smallest integer: -2^63."),
  "math.modf": func(
    "(x)",
    "Returns the integral part of `x`, as a float, and the fractional part.",
  ),
  "math.pi": constant("The number pi: 3.1415926535898."),
  "math.rad": func("(x)", "Converts degrees to radians."),
  "math.random": func(
    "(m?, n?)",
    "A random float from 0 up to but not including 1; with `m` an integer from 1 to `m`; with both one from `m` " +
      "to `n`. `math.random(0)` gives an integer with all bits random.",
  ),
  "math.randomseed": func(
    "(x?, y?)",
    "Seeds the random generator, with some randomness of its own when called without arguments. Returns the two " +
      "parts of the seed.",
  ),
  "math.sin": func("(x)", "Sine."),
  "math.sqrt": func("(x)", "Square root, as `x^0.5`."),
  "math.tan": func("(x)", "Tangent."),
  "math.tointeger": func(
    "(x)",
    "Converts a number with an integral value to an integer; nil otherwise.",
  ),
  "math.type": func("(x)", 'Returns `"integer"`, `"float"`, or nil for anything but a number.'),
  "math.ult": func("(m, n)", "Compares two integers as unsigned: true when `m` is below `n`."),
});
