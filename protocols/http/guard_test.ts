// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { KernelError } from "../../lib/errors.ts";
import { RequestRefused } from "./errors.ts";
import { checkHost, checkOrigin, TokenGuard } from "./guard.ts";

/** Status with which something is refused; 200 when it is not. */
function status(check: () => unknown): number {
  try {
    check();
  } catch (error) {
    assert(error instanceof RequestRefused, `${error}`);
    return error.status;
  }
  return 200;
}

Deno.test("checkHost() takes loopback names, the address connected to and allowed names", () => {
  const allowed = new Set(["kernel.example.org"]);
  const check = (host: string, local = "10.1.2.3") => status(() => checkHost(host, local, allowed));
  const taken = [
    "localhost",
    "LOCALHOST:9560",
    "a.localhost.",
    "127.0.0.1:1",
    "127.9.9.9",
    "[::1]",
  ];
  for (const host of [...taken, "10.1.2.3:9560", "Kernel.Example.org:80"]) {
    assert.equal(check(host), 200, host);
  }
  assert.equal(check("[2001:DB8:0::1]:9560", "2001:db8::1"), 200);
  for (const host of ["10.1.2.4", "evil.example", "localhost.evil.example", "127.0.0.1.nip.io"]) {
    assert.equal(check(host), 421, host);
  }
  for (const host of ["", "a b", "localhost:", "localhost:123456", "a@localhost", "localhost/"]) {
    assert.equal(check(host), 400, host);
  }
});

Deno.test("checkOrigin() refuses pages of other sites, and takes programs and its own pages", () => {
  const check = (fields: Record<string, string>) => {
    return status(() => checkOrigin(new Headers({ host: "localhost:9560", ...fields })));
  };
  assert.equal(check({}), 200);
  assert.equal(check({ origin: "http://localhost:9560" }), 200);
  assert.equal(check({ origin: "http://localhost:9560", "sec-fetch-site": "same-origin" }), 200);
  assert.equal(check({ "sec-fetch-site": "none" }), 200);
  for (
    const origin of [
      "null",
      "http://localhost",
      "http://localhost:8888",
      "https://evil.example",
      "",
    ]
  ) {
    assert.equal(check({ origin }), 403, origin);
  }
  for (const site of ["cross-site", "same-site", "later-invention"]) {
    assert.equal(check({ "sec-fetch-site": site }), 403, site);
  }
});

Deno.test("trusts() tells a missing token from a wrong one", () => {
  const guard = new TokenGuard("correct-horse");
  assert.equal(guard.trusts("Bearer correct-horse"), true);
  assert.equal(guard.trusts("bearer  correct-horse"), true);
  assert.equal(guard.trusts(null), false);
  for (const wrong of ["", "Bearer", "Bearer correct-hors", "Basic correct-horse", "Bearer a b"]) {
    assert.equal(status(() => guard.trusts(wrong)), 401, wrong);
  }
});

Deno.test("TokenGuard lets everybody in without a token, and refuses one that no header could bear", () => {
  assert.equal(new TokenGuard(undefined).trusts(null), true);
  assert.equal(new TokenGuard(undefined).trusts("Bearer anything"), true);
  for (const token of ["", "a b", "ä", "a\n"]) {
    assert.throws(() => new TokenGuard(token), (error) => {
      assert(error instanceof KernelError);
      assert.equal(error.code, "http.token_invalid");
      assert(token === "" || !error.message.includes(token));
      return true;
    });
  }
});
