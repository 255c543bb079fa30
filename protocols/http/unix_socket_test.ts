// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { join } from "node:path";
import { KernelError } from "../../lib/errors.ts";
import { startServer } from "./testing.ts";

/** A folder for one test. */
function temporaryFolder(): { path: string } & Disposable {
  const path = Deno.makeTempDirSync();
  return { path, [Symbol.dispose]: () => Deno.removeSync(path, { recursive: true }) };
}

/** Code and text of the error that listening at a path ends with. */
async function failure(path: string): Promise<string> {
  const error = await startServer({ listen: `unix:${path}` }).catch((error) => error);
  assert(error instanceof KernelError, `${error}`);
  return `${error.code}: ${error.message}`;
}

Deno.test("listenUnix() makes a socket for its owner alone, and takes it away in the end", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "http.sock");
  const mask = Deno.umask();
  {
    await using kernel = await startServer({ listen: `unix:${path}` });
    assert.equal(kernel.server.endpoint, `unix:${path}`);
    assert.equal((Deno.lstatSync(path).mode ?? 0) & 0o777, 0o600);
    assert.equal(Deno.umask(), mask);
    using client = await kernel.connect();
    await client.send("GET /health HTTP/1.1\r\nHost: any\r\n\r\n");
    assert.equal((await client.answer()).status, 200);
  }
  assert.throws(() => Deno.lstatSync(path), Deno.errors.NotFound);
});

Deno.test("listenUnix() takes the place of a server that died", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "http.sock");
  const script = `Deno.listen({ transport: "unix", path: ${JSON.stringify(path)} });
    Deno.kill(Deno.pid, "SIGKILL");`;
  const args = ["eval", "--no-config", script];
  await new Deno.Command(Deno.execPath(), { args, stdin: "null", stdout: "null" }).output();
  assert(Deno.lstatSync(path).isSocket);
  await using kernel = await startServer({ listen: `unix:${path}` });
  using client = await kernel.connect();
  await client.get("/health/live");
  assert.equal((await client.answer()).status, 200);
});

Deno.test("listenUnix() refuses a path where a server is alive, and leaves it alone", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "http.sock");
  await using kernel = await startServer({ listen: `unix:${path}` });
  const expected = `http.address_in_use: Cannot listen on "unix:${path}": address in use`;
  assert.equal(await failure(path), expected);
  using client = await kernel.connect();
  await client.get("/health/live");
  assert.equal((await client.answer()).status, 200);
});

Deno.test("listenUnix() refuses a path with a file, and one without a folder", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "file");
  Deno.writeTextFileSync(path, "kept");
  assert.match(await failure(path), /^http\.path_taken: .*there is a file that is no socket$/);
  assert.equal(Deno.readTextFileSync(path), "kept");
  assert.match(await failure(join(folder.path, "none/http.sock")), /^http\.listen_failed: /);
});
