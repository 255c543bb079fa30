// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a reload changes: which settings, and which of them at once.

import type { ConfigChange } from "../contracts/mod.ts";
import { sameValue } from "./layers.ts";
import type { Setting } from "./setting.ts";
import { buildConfig, type Config, eachSetting, valueAt } from "./table.ts";

/** Stands for a secret. */
export const secretMask = "********";

/**
 * The settings that differ, in the order they are documented. Secrets are masked.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { resolveConfig } from "./load.ts";
 * const before = resolveConfig({ env: () => undefined, flags: {} });
 * const after = resolveConfig({ env: () => undefined, flags: { log: { level: "debug" } } });
 * assert.deepEqual(diffConfig(before, after), [
 *   { path: "log.level", before: "warning", after: "debug", takesEffect: "live" },
 * ]);
 * ```
 */
export function diffConfig(before: Config, after: Config): ConfigChange[] {
  return eachSetting().flatMap(({ path, setting }) => {
    const [old, fresh] = [valueAt(before, path), valueAt(after, path)];
    if (sameValue(old, fresh)) return [];
    return [{
      path,
      before: masked(setting, old),
      after: masked(setting, fresh),
      takesEffect: setting.reload,
    }];
  });
}

/** The configuration with secrets masked: what may be shown and logged. */
export function maskSecrets(config: Config): Config {
  return buildConfig((path, setting) => masked(setting, valueAt(config, path)));
}

/** What is in force after a reload: live settings of `after`, all others of `before`. */
export function applyLive(before: Config, after: Config): Config {
  return buildConfig((path, { reload }) => valueAt(reload === "live" ? after : before, path));
}

/** An absent secret stays visible as such. */
function masked(setting: Setting, value: unknown): unknown {
  return setting.secret && value !== "" ? secretMask : value;
}
