// SPDX-License-Identifier: Apache-2.0 OR MIT

import { dirname } from "node:path";
import { isThere } from "../lib/store/mod.ts";
import { configExists, configUnwritable } from "./config_errors.ts";

/**
 * Writes a configuration file that only this user can read; whole or not at all. Folders that are missing are made.
 *
 * @param replace true to write over a file that is there
 * @throws {KernelError} `config.exists` or `config.unwritable`
 */
export async function writeConfigFile(path: string, text: string, replace: boolean): Promise<void> {
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    await Deno.mkdir(dirname(path), { recursive: true, mode: 0o700 });
    if (!replace && await isThere(path)) throw configExists(path);
    await Deno.writeTextFile(temporary, text, { createNew: true, mode: 0o600 });
    try {
      await Deno.rename(temporary, path);
    } catch (error) {
      await Deno.remove(temporary);
      throw error;
    }
  } catch (error) {
    const ofSystem = error instanceof Error && error.name !== "KernelError";
    throw ofSystem ? configUnwritable(path, error) : error;
  }
}
