// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import fc from "fast-check";
import { DELIMITER, DigestHistory, Signer } from "../../lib/wire/mod.ts";
import { EMPTY_JSON, MessageReader, MessageWriter, REJECTIONS } from "./messages.ts";

const signer = new Signer(new TextEncoder().encode("key"));
const bounds = { maxMessageBytes: 10_000, maxHeaderBytes: 1_000 };
const bytes = (text: string) => new TextEncoder().encode(text);

function writer(): MessageWriter {
  return new MessageWriter({ signer, session: "s1", username: "me", now: () => 1_700_000_000_123 });
}

function reader(): MessageReader {
  return new MessageReader({ signer, history: new DigestHistory(100), ...bounds });
}

function signed(...parts: (string | Uint8Array)[]): Uint8Array[] {
  const frames = parts.map((part) => typeof part === "string" ? bytes(part) : part);
  return [bytes("id"), DELIMITER, signer.sign(frames.slice(0, 4)), ...frames];
}

const HEADER = `{"msg_id":"1","session":"s","msg_type":"t"}`;

Deno.test("MessageReader.read() gives back what MessageWriter.write() was given", () => {
  fc.assert(fc.property(
    fc.string({ unit: "binary" }),
    fc.dictionary(fc.string(), fc.jsonValue()),
    fc.dictionary(fc.string(), fc.jsonValue()),
    fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 3 }),
    (type, given, metadata, buffers) => {
      const content = JSON.parse(JSON.stringify(given));
      const { id, frames } = writer().write([bytes("id")], bytes(HEADER), {
        type,
        content,
        metadata,
        buffers,
      });
      const message = new MessageReader({ signer, ...bounds, maxMessageBytes: 1e9 }).read(frames);
      assert.ok(typeof message !== "string", String(message));
      assert.equal(message.header.msg_type, type.toWellFormed());
      assert.equal(message.header.msg_id, id);
      assert.deepEqual(message.parentHeader, JSON.parse(HEADER));
      assert.equal(JSON.stringify(message.content), JSON.stringify(content));
      assert.deepEqual(message.buffers, buffers);
    },
  ));
});

Deno.test("MessageWriter.write() makes a header with all fields of the specification", () => {
  const { frames } = writer().write([], EMPTY_JSON, { type: "status", content: {}, subshell: "a" });
  assert.deepEqual(JSON.parse(new TextDecoder().decode(frames[2])), {
    msg_id: "s1_1",
    msg_type: "status",
    username: "me",
    session: "s1",
    version: "5.6",
    date: "2023-11-14T22:13:20.123Z",
    subshell_id: "a",
  });
});

Deno.test("MessageWriter.write() throws TypeError when the content has no JSON form", () => {
  const cycle: Record<string, unknown> = {};
  cycle["self"] = cycle;
  assert.throws(() => writer().write([], EMPTY_JSON, { type: "t", content: cycle }), TypeError);
});

Deno.test("MessageReader.read() never throws, whatever the frames", () => {
  const frame = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.constant(DELIMITER),
    fc.constant(EMPTY_JSON),
  );
  fc.assert(fc.property(fc.array(frame, { maxLength: 10 }), fc.boolean(), (frames, sign) => {
    const given = sign ? signed(...frames) : frames;
    const result = reader().read(given);
    assert.ok(typeof result !== "string" || REJECTIONS.includes(result));
  }));
});

Deno.test("MessageReader.read() accepts a message once and refuses it as replayed", () => {
  const [frames, read] = [signed(HEADER, "{}", "{}", "{}"), reader()];
  assert.ok(typeof read.read(frames) !== "string");
  assert.equal(read.read(frames), "replayed");
});

Deno.test("MessageReader.read() names why it refuses", () => {
  const good = signed(HEADER, "{}", "{}", "{}");
  const wrong = good.map((frame, at) => at === 2 ? bytes("0".repeat(64)) : frame);
  const unsigned = good.map((frame, at) => at === 2 ? bytes("") : frame);
  const cases: [Uint8Array[], string][] = [
    [[], "malformed"],
    [[bytes("garbage")], "malformed"],
    [good.slice(0, 6), "malformed"],
    [wrong, "signature"],
    [unsigned, "unsigned"],
    [signed(HEADER, "{}", "{}", "{}", new Uint8Array(10_000)), "oversized"],
    [signed(`{"x":"${"y".repeat(1_000)}"}`, "{}", "{}", "{}"), "oversized"],
    [signed(new Uint8Array([0x22, 0xff, 0x22]), "{}", "{}", "{}"), "encoding"],
    [signed(HEADER, "{}", "{}", new Uint8Array([0xc3])), "encoding"],
    [signed(HEADER, "{}", "{}", "{"), "json"],
    [signed(HEADER, "{}", "[]", "{}"), "json"],
    [signed(HEADER, "null", "{}", "{}"), "json"],
    [signed("{}", "{}", "{}", "{}"), "header"],
    [signed(`{"msg_id":1,"session":"s","msg_type":"t"}`, "{}", "{}", "{}"), "header"],
    [signed(HEADER.replace("}", `,"subshell_id":1}`), "{}", "{}", "{}"), "header"],
  ];
  for (const [frames, reason] of cases) assert.equal(reader().read(frames), reason);
});

Deno.test("MessageReader.read() keeps the bytes of the header as they came", () => {
  const odd = ` {"msg_type":"t" , "msg_id":"1","session":"\\u0073","x":1e2}`;
  const message = reader().read(signed(odd, "{}", "{}", "{}"));
  assert.ok(typeof message !== "string");
  assert.equal(new TextDecoder().decode(message.rawHeader), odd);
});

Deno.test("MessageReader.read() takes unsigned messages when the key is empty", () => {
  const open = new MessageReader({ signer: new Signer(new Uint8Array()), ...bounds });
  const frames = [DELIMITER, bytes(""), bytes(HEADER), EMPTY_JSON, EMPTY_JSON, EMPTY_JSON];
  assert.ok(typeof open.read(frames) !== "string");
});
