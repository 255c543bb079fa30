// SPDX-License-Identifier: Apache-2.0 OR MIT
// The same short notebook in each language, and what a person sees of it.

/** Cells by what they do, and what shows that they did it. */
export interface LabTour {
  /** Name of the language, as `kernel install --language` takes it. */
  readonly language: string;
  /** Prints a line that begins with `hello from`. */
  readonly hello: string;
  /** The line. */
  readonly helloShown: RegExp;
  /** Evaluates nested data that holds the words of `dataShown`. */
  readonly data: string;
  readonly dataShown: readonly string[];
  /** Shows a table of HTML with the id `made-by-script` and the cells 3 and 9. */
  readonly html: string;
  /** Asks for a name, keeps it in the global `name` and greets. */
  readonly asks: string;
  /** Prints `spinning` and loops for ever. */
  readonly spins: string;
  /** Fails with the message `this went wrong`. */
  readonly fails: string;
}

const table =
  "<table id='made-by-script'><tr><th>n</th><th>n²</th></tr><tr><td>3</td><td>9</td></tr></table>";

/** A tour for each language. */
export const labTours: readonly LabTour[] = [
  {
    language: "lua",
    hello: 'print("hello from " .. _VERSION)',
    helloShown: /hello from Lua 5\.4/,
    data: 'planets = {"Mercury", "Venus", home = {name = "Earth", moons = 1}}\nplanets',
    dataShown: ["Mercury", "Venus", "home", "Earth", "moons"],
    html: `display.html("${table}")`,
    asks: 'name = input("Your name: ")\nprint("Hello, " .. name .. "!")',
    spins: 'print("spinning")\nwhile true do end',
    fails: 'error("this went wrong")',
  },
  {
    language: "javascript",
    hello:
      'const greet = (what: string): string => `hello from ${what}`;\nconsole.log(greet("TypeScript"))',
    helloShown: /hello from TypeScript/,
    data: 'new Map([["inner", ["Mercury", "Venus"]], ["home", { name: "Earth", moons: 1 }]])',
    dataShown: ["Map(2)", "Mercury", "Venus", "home", "Earth", "moons"],
    html: `display.html("${table}"); void 0`,
    asks: 'const name = await input("Your name: ");\nconsole.log(`Hello, ${name}!`)',
    spins: 'console.log("spinning");\nfor (;;);',
    fails: 'throw new Error("this went wrong")',
  },
  {
    language: "python",
    hello: 'import sys\nprint("hello from Python", sys.version.split()[0])',
    helloShown: /hello from Python 3\.14/,
    data: '{"inner": ["Mercury", "Venus"], "home": {"name": "Earth", "moons": 1}}',
    dataShown: ["inner", "Mercury", "Venus", "home", "Earth", "moons"],
    html: `from llmspell import HTML\nHTML("${table}")`,
    asks: 'name = input("Your name: ")\nprint(f"Hello, {name}!")',
    spins: 'print("spinning")\nwhile True:\n    pass',
    fails: 'raise ValueError("this went wrong")',
  },
];
