// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { type AnyCommand, defineCommand } from "./command.ts";
import { UsageError } from "./errors.ts";
import { parseCommand } from "./parse.ts";

const none = () => undefined;

const sample: AnyCommand = defineCommand({
  name: "sample",
  summary: "Sample",
  usage: "[options] [FILE]",
  options: {
    "user": { type: "flag", short: "u", description: "Flag" },
    "name": { type: "value", placeholder: "NAME", default: "lua", description: "Value" },
    "level": {
      type: "value",
      placeholder: "LEVEL",
      completes: ["debug", "info"],
      env: "SAMPLE_LEVEL",
      description: "Choice",
    },
    "env": { type: "list", placeholder: "K=V", description: "List" },
    "allow-read": { type: "grant", placeholder: "PATH", env: "SAMPLE_READ", description: "Grant" },
  },
  positionals: [],
  examples: [],
  run: () => Promise.resolve(0),
});
const withRest: AnyCommand = {
  ...sample,
  positionals: [{ name: "SCRIPT" }],
  takesRest: true,
};

function options(words: string[], env: (name: string) => string | undefined = none): unknown {
  return parseCommand(sample, words, env)?.options;
}

function message(words: string[], command = sample): string {
  try {
    parseCommand(command, words, none);
  } catch (error) {
    assert.ok(error instanceof UsageError);
    return `${error.message} / ${error.hint}`;
  }
  assert.fail("expected a UsageError");
}

Deno.test("parseCommand() fills in defaults when nothing is given", () => {
  assert.deepEqual(options([]), {
    "user": false,
    "name": "lua",
    "level": undefined,
    "env": [],
    "allow-read": false,
  });
});

Deno.test("parseCommand() reads every kind of option", () => {
  const words = ["-u", "--name", "x", "--level=info", "--env", "A=1", "--env=B=2=3"];
  assert.deepEqual(options([...words, "--allow-read=a,b", "--allow-read=c"]), {
    "user": true,
    "name": "x",
    "level": "info",
    "env": ["A=1", "B=2=3"],
    "allow-read": ["a", "b", "c"],
  });
});

Deno.test("parseCommand() grants everything and leaves the next word alone when a grant has no value", () => {
  const parsed = parseCommand(withRest, ["--allow-read", "a.lua"], none);
  assert.equal(parsed?.options["allow-read"], true);
  assert.deepEqual(parsed?.positionals, ["a.lua"]);
});

Deno.test("parseCommand() hands on what follows the last positional untouched", () => {
  const parsed = parseCommand(withRest, ["--user", "a.lua", "--name", "-x", "--", "y"], none);
  assert.deepEqual(parsed?.positionals, ["a.lua"]);
  assert.deepEqual(parsed?.rest, ["--name", "-x", "--", "y"]);
});

Deno.test("parseCommand() drops the first -- behind the last positional", () => {
  assert.deepEqual(parseCommand(withRest, ["a.lua", "--", "--", "y"], none)?.rest, ["--", "y"]);
});

Deno.test("parseCommand() takes a lone dash as a positional", () => {
  assert.deepEqual(parseCommand(withRest, ["-", "x"], none)?.positionals, ["-"]);
});

Deno.test("parseCommand() hands on any words behind the script unchanged", () => {
  fc.assert(fc.property(fc.array(fc.string()), (words) => {
    const parsed = parseCommand(withRest, ["a.lua", "--", ...words], none);
    assert.deepEqual(parsed?.rest, words);
  }));
});

Deno.test("parseCommand() throws nothing but UsageError whatever the words", () => {
  fc.assert(fc.property(fc.array(fc.string()), (words) => {
    try {
      parseCommand(sample, words, none);
    } catch (error) {
      assert.ok(error instanceof UsageError);
    }
  }));
});

Deno.test("parseCommand() returns undefined when help is asked for", () => {
  assert.equal(parseCommand(withRest, ["--help"], none), undefined);
  assert.equal(parseCommand(sample, ["--name", "x", "-h"], none), undefined);
});

Deno.test("parseCommand() hands --help on when it stands behind the script", () => {
  assert.deepEqual(parseCommand(withRest, ["a.lua", "--help"], none)?.rest, ["--help"]);
});

Deno.test("parseCommand() prefers the option over the environment", () => {
  const env = (name: string) => ({ SAMPLE_LEVEL: "debug", SAMPLE_READ: "1" })[name];
  assert.deepEqual(options(["--level", "info"], env), {
    "user": false,
    "name": "lua",
    "level": "info",
    "env": [],
    "allow-read": true,
  });
});

Deno.test("parseCommand() suggests the nearest option when one is unknown", () => {
  assert.match(message(["--usr"]), /"sample" has no "--usr" \/ did you mean "--user"\?/);
  assert.match(message(["--zzzzzzzz"]), /llmspell sample --help/);
  assert.match(message(["-x"]), /has no "-x"/);
});

Deno.test("parseCommand() says what is wrong when a value is missing, unwanted or invalid", () => {
  assert.match(message(["--name"]), /--name: it needs a value \/ --name NAME/);
  assert.match(message(["--name", "--user"]), /--name: it needs a value/);
  assert.match(message(["--user=yes"]), /--user: it takes no value, and has "yes"/);
  assert.match(message(["--level", "loud"]), /"loud" is no valid value \/ one of debug, info/);
  assert.match(message(["word"]), /"word" is one word too many/);
  assert.match(message([], withRest), /SCRIPT is missing/);
});

Deno.test("parseCommand() takes optional positionals or none, and the last one repeatedly where it may be", () => {
  const optional: AnyCommand = { ...sample, positionals: [{ name: "ID", optional: true }] };
  assert.deepEqual(parseCommand(optional, [], none)?.positionals, []);
  assert.deepEqual(parseCommand(optional, ["a"], none)?.positionals, ["a"]);
  assert.match(message(["a", "b"], optional), /"b" is one word too many/);
  const positionals = [{ name: "KIND", completes: ["x", "y"], optional: true, repeated: true }];
  const repeated: AnyCommand = { ...sample, positionals };
  assert.deepEqual(parseCommand(repeated, [], none)?.positionals, []);
  assert.deepEqual(parseCommand(repeated, ["x", "y", "x"], none)?.positionals, ["x", "y", "x"]);
  assert.match(message(["x", "z"], repeated), /KIND: "z" is no valid value \/ one of x, y/);
});
