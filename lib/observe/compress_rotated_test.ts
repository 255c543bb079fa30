// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { compressRotated } from "./compress_rotated.ts";

/** Runs the body in a folder with these files, compressed where their names say so. */
async function withFiles(
  files: Record<string, string>,
  body: (path: string, read: () => Record<string, string>) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(files)) {
      const bytes = new TextEncoder().encode(text);
      await Deno.writeFile(join(folder, name), name.endsWith(".gz") ? gzipSync(bytes) : bytes);
      const time = new Date(1_000_000_000_000);
      await Deno.utime(join(folder, name), time, time);
    }
    await body(join(folder, "x.log"), () => {
      const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
      return Object.fromEntries(names.map((name) => {
        const bytes = Deno.readFileSync(join(folder, name));
        return [name, new TextDecoder().decode(name.endsWith(".gz") ? gunzipSync(bytes) : bytes)];
      }));
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("compressRotated() compresses all but the file in use and the latest", async () => {
  const text = "a line of some length\n".repeat(10_000);
  await withFiles(
    { "x.log": "0", "x.log.1": "1", "x.log.2": text, "x.log.4": "4" },
    async (path, read) => {
      await compressRotated(path);
      assert.deepEqual(read(), {
        "x.log": "0",
        "x.log.1": "1",
        "x.log.2.gz": text,
        "x.log.4.gz": "4",
      });
    },
  );
});

Deno.test("compressRotated() ends what a process killed before its last step began", async () => {
  await withFiles({ "x.log": "0", "x.log.2": "2", "x.log.2.gz": "2" }, async (path, read) => {
    await compressRotated(path);
    assert.deepEqual(read(), { "x.log": "0", "x.log.2.gz": "2" });
  });
});

Deno.test("compressRotated() leaves a compressed file alone that is of another time", async () => {
  await withFiles({ "x.log.2": "2", "x.log.2.gz": "other" }, async (path, read) => {
    await Deno.utime(`${path}.2`, new Date(), new Date());
    await compressRotated(path);
    assert.deepEqual(read(), { "x.log.2": "2", "x.log.2.gz": "other" });
  });
});

Deno.test("compressRotated() takes over what a killed process left half-written, and clears strays", async () => {
  await withFiles({ "x.log.2": "2", ".x.log.999999999.gz.tmp": "stray" }, async (path, read) => {
    const inode = Deno.statSync(`${path}.2`).ino;
    await Deno.writeTextFile(join(path, "..", `.x.log.${inode}.gz.tmp`), "half of what comes");
    await compressRotated(path);
    assert.deepEqual(read(), { "x.log.2.gz": "2" });
  });
});

Deno.test("compressRotated() waits for another process that compresses the file, and leaves it to that", async () => {
  await withFiles({ "x.log.2": "2", "x.log.3": "3" }, async (path, read) => {
    const temporary = join(path, "..", `.x.log.${Deno.statSync(`${path}.2`).ino}.gz.tmp`);
    const other = await Deno.open(temporary, { create: true, write: true });
    await other.lock(true);
    const compressed = compressRotated(path);
    await other.write(gzipSync("by the other"));
    await Deno.rename(temporary, `${path}.2.gz`);
    await Deno.remove(`${path}.2`);
    other.close();
    await compressed;
    assert.deepEqual(read(), { "x.log.2.gz": "by the other", "x.log.3.gz": "3" });
  });
});

Deno.test("compressRotated() of several at a time compresses each file once", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 20 }, (_, at) => [`x.log.${at + 2}`, `${at}`]),
  );
  await withFiles(files, async (path, read) => {
    await Promise.all(Array.from({ length: 4 }, () => compressRotated(path)));
    await compressRotated(path);
    const names = Object.entries(files).map(([name, text]) => [`${name}.gz`, text] as const);
    assert.deepEqual(read(), Object.fromEntries(names.sort(([a], [b]) => a < b ? -1 : 1)));
  });
});
