// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { nginxConfig, startedWorkers } from "./nginx.ts";

Deno.test("nginxConfig() names port and answer, and no folder but its own", () => {
  const text = nginxConfig({ port: 8_123, answer: "fine" });
  assert.match(text, /^ {4}listen 127\.0\.0\.1:8123;$/m);
  assert.match(text, /return 200 "fine";/);
  assert.match(text, /^ {2}scgi_temp_path tmp\/scgi;$/m);
  assert.doesNotMatch(text, /\/(var|etc|usr)\//);
});

Deno.test("startedWorkers() finds every worker that the log tells of", () => {
  const log = "2026/01/02 03:04:05 [notice] 7#7: start worker processes\n" +
    "2026/01/02 03:04:05 [notice] 7#7: start worker process 8\n" +
    "2026/01/02 03:04:06 [notice] 7#7: reconfiguring\n" +
    "2026/01/02 03:04:06 [notice] 7#7: start worker process 19\n";
  assert.deepEqual(startedWorkers(log), [8, 19]);
  assert.deepEqual(startedWorkers(""), []);
});
