// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { createRedactor } from "./redact.ts";
import { redactText } from "./redact_text.ts";

const jwt =
  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
const pem = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAKC\n-----END RSA PRIVATE KEY-----";

/** Texts, and what they become. */
const texts: readonly [string, string][] = [
  ["Authorization: Bearer abc.def-123", "Authorization: [redacted]"],
  ["sent Bearer abc.def-123 twice", "sent Bearer [redacted] twice"],
  ["with Basic YWRhOmxvdmU=", "with Basic [redacted]"],
  ["Basic functionality works", "Basic functionality works"],
  ["key sk-proj-abcDEF123456_78 used", "key [redacted] used"],
  ["sk-ant-api03-abcdefghijklmnop", "[redacted]"],
  ["task-abcdefghijklmnopq stays", "task-abcdefghijklmnopq stays"],
  ["ghp_abcdefghijklmnopqrstuvwxyz0123456789", "[redacted]"],
  ["xoxb-1234567890-abcdefghij", "[redacted]"],
  ["AIzaSyA-abcdefghijklmnopqrstuvwxyz01234", "[redacted]"],
  ["id AKIAIOSFODNN7EXAMPLE here", "id [redacted] here"],
  [`jwt ${jwt}, ok`, "jwt [redacted], ok"],
  [`${pem} end`, "[redacted] end"],
  [pem.slice(0, 40), "[redacted]"],
  ["https://ada:l@ve@example.org/x?a=1", "https://[redacted]@example.org/x?a=1"],
  ["postgres://ada@host/db", "postgres://[redacted]@host/db"],
  ["http://127.0.0.1:9560/health", "http://127.0.0.1:9560/health"],
  ["mail ada@example.org", "mail ada@example.org"],
  ["GET /x?token=abc&n=1", "GET /x?token=[redacted]&n=1"],
  ["GET /x?n=1&key=abc", "GET /x?n=1&key=[redacted]"],
  ["password=hunter2 user=ada", "password=[redacted] user=ada"],
  ['{"password":"hun\\"ter","n":1}', '{"password":[redacted],"n":1}'],
  ['"{\\"api_key\\":\\"abc\\",\\"n\\":1}"', '"{\\"api_key\\":[redacted],\\"n\\":1}"'],
  ["passphrase: hunter", "passphrase: [redacted]"],
  ["--api-key=abc", "--api-key=[redacted]"],
  ["OPENAI_API_KEY=abc", "OPENAI_API_KEY=[redacted]"],
  ["Cookie: a=b; c=d\nHost: x", "Cookie: [redacted]\nHost: x"],
  ["Cannot read token: it is missing", "Cannot read token: it is missing"],
  ["max_tokens=100, tokens: 512", "max_tokens=100, tokens: 512"],
  ["key log.level changed", "key log.level changed"],
];

for (const [text, expected] of texts) {
  Deno.test(`redactText() gives ${JSON.stringify(expected)}`, () => {
    assert.equal(redactText(text), expected);
    assert.equal(redactText(expected), expected, "not stable");
  });
}

/** Names, a value, and whether it is a secret. */
const names: readonly [string, unknown, boolean][] = [
  ["password", "x", true],
  ["userPassword", "x", true],
  ["DB_PASSWD", "x", true],
  ["ACCESSTOKEN", "x", true],
  ["accessToken", "x", true],
  ["tokens", ["x"], true],
  ["tokens", 512, false],
  ["max_tokens", 512, false],
  ["tokenizer", "x", false],
  ["password", 1234, true],
  ["password", true, false],
  ["password", undefined, false],
  ["key", "x", true],
  ["hmacKey", "x", true],
  ["signature_key", "x", true],
  ["publicKey", "x", false],
  ["keys", ["log.level"], false],
  ["api_keys", ["x"], true],
  ["keyboard", "x", false],
  ["monkey", "x", false],
  ["Authorization", "x", true],
  ["author", "x", false],
  ["Set-Cookie", "x", true],
  ["credentials", { user: "x" }, true],
  ["X-API-Key", "x", true],
  ["request_id", "x", false],
];

for (const [name, value, secret] of names) {
  Deno.test(`value() ${secret ? "hides" : "shows"} ${name} = ${JSON.stringify(value)}`, () => {
    const copy = createRedactor().value({ [name]: value }) as Record<string, unknown>;
    assert.deepEqual(copy[name], secret ? "[redacted]" : value);
  });
}

Deno.test("value() hides secrets in pairs, command lines, headers and maps", () => {
  const { value } = createRedactor();
  assert.deepEqual(value({ name: "API_TOKEN", value: "x" }), {
    name: "API_TOKEN",
    value: "[redacted]",
  });
  assert.deepEqual(value(["--token", "x", "--id", "y"]), ["--token", "[redacted]", "--id", "y"]);
  assert.deepEqual(value([["authorization", "x"]]), [["authorization", "[redacted]"]]);
  assert.deepEqual(value(new Headers({ Authorization: "x", Accept: "y" })), {
    accept: "y",
    authorization: "[redacted]",
  });
  assert.deepEqual(value(new Map([["secret", 1n]])), { secret: "[redacted]" });
});

Deno.test("value() hides secrets in an error's message, stack, cause, errors and own properties", () => {
  const inner = Object.assign(new Error("password=abc"), { token: "abc" });
  const outer = new AggregateError([inner], "all of Bearer abcdef", { cause: inner });
  const text = JSON.stringify(createRedactor().value(outer));
  assert.doesNotMatch(text, /abc/);
  assert.match(text, /AggregateError/);
  assert.match(text, /redact_test\.ts/);
});

Deno.test("value() makes something of whatever JSON cannot hold", () => {
  const circular: Record<string, unknown> = {
    n: NaN,
    big: 2n ** 70n,
    sym: Symbol("s"),
    none: undefined,
  };
  circular.self = circular;
  circular.list = [undefined, () => {}, new Date(0), new Date(NaN), /x/g, new Uint8Array(3)];
  circular.bad = {
    get x(): never {
      throw new Error("never seen");
    },
  };
  circular.json = { toJSON: () => ({ password: "x" }) };
  assert.deepEqual(createRedactor().value(circular), {
    n: "NaN",
    big: "1180591620717411303424",
    sym: "Symbol(s)",
    self: "[circular]",
    list: [
      null,
      "[function ]",
      "1970-01-01T00:00:00.000Z",
      "Invalid Date",
      "/x/g",
      "[Uint8Array of 3 bytes]",
    ],
    bad: "[unreadable]",
    json: { password: "[redacted]" },
  });
});

Deno.test("value() bounds what is large, and hides a secret that the cut would have split", () => {
  const redactor = createRedactor();
  redactor.add("s3cret-of-length");
  const long = `${"x".repeat(16_380)}s3cret-of-length`;
  assert.match(String(redactor.value(long)), /^x{16380}\[red… 6 more characters$/);
  assert.equal((redactor.value(Array.from({ length: 500 }, () => 1)) as unknown[]).length, 101);
  const deep = JSON.stringify(
    redactor.value(Array.from({ length: 50 }).reduce((inner) => [inner], 1)),
  );
  assert.equal(deep, '[[[[[[[["[array]"]]]]]]]]');
});

Deno.test("add() hides a secret as it is, in JSON and in a URL, until it is disposed", () => {
  const redactor = createRedactor();
  const secret = 'a"b c/d';
  {
    using _held = redactor.add(secret);
    using _again = redactor.add(secret);
    const texts = [secret, JSON.stringify({ secret }), `?x=${encodeURIComponent(secret)}`];
    for (const text of texts) assert.match(redactor.text(text), /\[redacted\]/);
  }
  assert.equal(redactor.text(secret), secret);
  using _short = redactor.add("abc");
  assert.equal(redactor.text("abc"), "abc");
});

/** A tree with a secret somewhere, under a harmless name, within a text. */
const secret = "zq7-registered-Secret";
const tree = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.string().map((text) => `${text}${secret}${text}`),
    fc.array(tie("node"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constant(secret)), tie("node"), { maxKeys: 4 }),
    tie("node").map((value) => new Map([["a", value]])),
    tie("node").map((value) => new Set([value])),
    tie("node").map((value) => new Error(`with ${secret}`, { cause: value })),
    tie("node").map((value) => ({ toJSON: () => value })),
  ),
})).node;

Deno.test("value() never shows a registered secret, however deep it is", () => {
  const redactor = createRedactor();
  redactor.add(secret);
  fc.assert(fc.property(tree, (value) => {
    const text = JSON.stringify(redactor.value(value)) ?? "";
    assert.ok(!text.includes(secret), text);
  }));
});

Deno.test("value() never shows what stands under a secret's name, however deep that is", () => {
  const redactor = createRedactor();
  const named = fc.constantFrom("password", "apiKey", "Authorization", "client_secret", "cookie");
  const path = fc.array(fc.oneof(fc.constantFrom("a", "data", "list"), fc.nat(3)), {
    maxLength: 6,
  });
  fc.assert(fc.property(named, path, fc.jsonValue(), (name, path, extra) => {
    const inner: unknown = { [name]: { text: "hidden-value" }, extra };
    const value = path.reduceRight<unknown>(
      (inside, step) => typeof step === "number" ? [extra, inside] : { [step]: inside },
      inner,
    );
    assert.doesNotMatch(JSON.stringify(redactor.value(value)), /hidden-value/);
  }));
});

Deno.test("redactText() comes to an end on a megabyte of what patterns begin with", () => {
  const starts = [
    "a.",
    "password=",
    '"',
    'secret="',
    "eyJ",
    "sk-",
    "http://",
    "token:",
    "Basic ",
    "cookie",
  ];
  for (const start of [...starts, "-----BEGIN PRIVATE KEY-----", "password='\\", "a://b"]) {
    assert.ok(redactText(start.repeat(Math.ceil(1e6 / start.length))).length > 0);
  }
});
