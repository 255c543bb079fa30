// SPDX-License-Identifier: Apache-2.0 OR MIT
// Files that generators write, and the check that they are current.

/** Content of generated files by path, relative to the checkout's root. */
export type GeneratedFiles = Readonly<Record<string, string>>;

/**
 * Writes the files, or with `check` compares them and removes nothing.
 *
 * @param root the checkout's folder, ending in a slash
 * @returns paths of the files that were not current
 */
export async function keepGenerated(
  files: GeneratedFiles,
  { root, check }: { readonly root: URL; readonly check: boolean },
): Promise<string[]> {
  const outdated: string[] = [];
  for (const [path, content] of Object.entries(files)) {
    const url = new URL(path, root);
    if (await textOf(url) === content) continue;
    outdated.push(path);
    if (check) continue;
    await Deno.mkdir(new URL("./", url), { recursive: true });
    await Deno.writeTextFile(url, content);
  }
  return outdated;
}

/**
 * Performs a generator's command line: `--check` compares and writes nothing.
 *
 * @returns the exit code: 1 when a check finds a file that is not current
 */
export async function runGenerator(
  files: GeneratedFiles,
  words: readonly string[],
): Promise<number> {
  const check = words.includes("--check");
  const outdated = await keepGenerated(files, { root: new URL("../", import.meta.url), check });
  const verb = check ? "is not current; run: deno task gen" : "written";
  for (const path of outdated) {
    Deno.stdout.writeSync(new TextEncoder().encode(`${path}: ${verb}\n`));
  }
  return check && outdated.length > 0 ? 1 : 0;
}

async function textOf(url: URL): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(url);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
