// SPDX-License-Identifier: Apache-2.0 OR MIT
// Bundles the program and its workers into plain JavaScript, with all packages inlined.

import { builtinModules } from "node:module";
import { join } from "node:path";
import { build, type BuildOptions, type Plugin, stop } from "esbuild";
import { workerModules } from "../../daemon/assets.ts";

/** What the bundler is given. */
export interface BundleOptions {
  /** The checkout. */
  readonly root: string;
  /** Folder that the modules are written to. */
  readonly out: string;
}

/**
 * Writes `main.js`, its chunks (one for each command, loaded when it is called) and `<name>_worker.js` for each
 * worker. Source maps lie beside them and are not meant to be embedded.
 *
 * @throws when a module does not bundle; esbuild says where
 */
export async function bundle({ root, out }: BundleOptions): Promise<void> {
  const common: BuildOptions = {
    absWorkingDir: root,
    outdir: out,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "es2024",
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: "external",
    legalComments: "none",
    logLevel: "silent",
    plugins: [nodeBuiltins, namespaceZod, moduleYaml(root)],
  };
  try {
    await build({
      ...common,
      entryPoints: { main: "main.ts" },
      splitting: true,
      chunkNames: "chunk-[hash]",
    });
    for (const [name, module] of Object.entries(workerModules)) {
      await build({ ...common, entryPoints: { [`${name}_worker`]: join(root, module) } });
    }
  } finally {
    await stop();
  }
}

/** Deno wants `node:` before the name of a built-in module; packages often leave it out. */
const nodeBuiltins: Plugin = {
  name: "node-builtins",
  setup(bundler) {
    const names = builtinModules.filter((name) => !name.startsWith("_") && !name.includes(":"));
    const filter = new RegExp(`^(${names.join("|")})$`);
    bundler.onResolve({ filter }, ({ path }) => ({ path: `node:${path}`, external: true }));
  },
};

/**
 * `import { z }` makes all of zod, with its messages in every language, part of the bundle; as a namespace import
 * only what is used is.
 */
const namespaceZod: Plugin = {
  name: "namespace-zod",
  setup(bundler) {
    bundler.onLoad({ filter: /\/(lib|protocols|daemon)\/.*\.ts$/ }, async ({ path }) => {
      const text = await Deno.readTextFile(path);
      if (!text.includes('from "zod"')) return undefined;
      const contents = text.replace(/^import \{ z \} from "zod";$/m, 'import * as z from "zod";');
      return { contents, loader: "ts" };
    });
  },
};

/** For Node.js the package is CommonJS and wants `require`, which a bundle of modules has not; for browsers it is modules. */
function moduleYaml(root: string): Plugin {
  return {
    name: "module-yaml",
    setup(bundler) {
      const path = join(root, "node_modules/yaml/browser/index.js");
      bundler.onResolve({ filter: /^yaml$/ }, () => ({ path }));
    },
  };
}
