// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { HttpClient, parseAnswer } from "./http_client.ts";

Deno.test("get() keeps its connection over several requests", async () => {
  const peers = new Set<number>();
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request, { remoteAddr }) => {
      peers.add(remoteAddr.port);
      return new Response(new URL(request.url).pathname);
    },
  );
  using client = await HttpClient.connect(`http://127.0.0.1:${server.addr.port}`);
  assert.deepEqual(await client.get("/one"), { status: 200, body: "/one" });
  assert.deepEqual(await client.get("/two"), { status: 200, body: "/two" });
  assert.equal(peers.size, 1);
});

Deno.test("get() says when the server closes the connection instead", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const closed = listener.accept().then((connection) => connection.close());
  using client = await HttpClient.connect(`http://127.0.0.1:${listener.addr.port}`);
  await closed;
  await assert.rejects(client.get("/"));
});

Deno.test("parseAnswer() refuses what it cannot know the end of", () => {
  assert.throws(() => parseAnswer("HTTP/1.1 200 OK\r\n\r\n"), /HTTP answer/);
  assert.equal(parseAnswer("HTTP/1.1 200 OK\r\n"), undefined);
});
