// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { openLog } from "./log.ts";

Deno.test("openLog() writes one line per record at or above its level, with the room's category", () => {
  const lines: string[] = [];
  {
    using log = openLog({ level: "info", format: "json", write: (line) => void lines.push(line) });
    const room = log.logger.getChild("jupyter");
    room.debug("unseen");
    room.warn("dropped {count}", { count: 3 });
  }
  assert.equal(lines.length, 1);
  const record = JSON.parse(lines[0] ?? "");
  assert.equal(record.level, "WARN");
  assert.equal(record.logger, "llmspell.jupyter");
  assert.equal(record.message, "dropped 3");
});

Deno.test("openLog() opens again after the last one was disposed, and not before", () => {
  const options = { level: "info", format: "text", write: () => {} } as const;
  {
    using _first = openLog(options);
    assert.throws(() => openLog(options));
  }
  using _second = openLog(options);
});
