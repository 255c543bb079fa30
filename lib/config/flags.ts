// SPDX-License-Identifier: Apache-2.0 OR MIT
// Settings in options of the command line.

import { type Layer, layerOf, type Suggest, unknownName } from "./layers.ts";
import { type ConfigInput, settingAt } from "./table.ts";
import { readText, readValue } from "./value.ts";

/**
 * What the command line sets; texts are read as those of variables are. `names` says by which options, by path; others
 * are called by their path.
 */
export function readFlags(
  flags: ConfigInput,
  names: Readonly<Record<string, string>>,
  suggest: Suggest | undefined,
): Layer {
  const given = Object.entries(flags).flatMap(([section, settings]) =>
    Object.entries(settings ?? {}).map(([name, value]) => ({ section, name, value }))
  ).filter(({ value }) => value !== undefined);
  const values = given.flatMap(({ section, name, value }) => {
    const path = `${section}.${name}`;
    const setting = settingAt(path);
    if (setting === undefined) return [];
    const origin = { layer: "flag", flag: names[path] ?? `the option for ${path}` } as const;
    const read = typeof value === "string" ? readText(setting, value) : readValue(setting, value);
    return [{ path, read, origin: () => origin }];
  });
  const unknown = given.filter(({ section, name }) => !settingAt(`${section}.${name}`)).map(
    ({ section, name }) =>
      unknownName([section, name], { layer: "flag", flag: "the options" }, suggest),
  );
  const layer = layerOf(values, suggest);
  return { entries: layer.entries, problems: [...unknown, ...layer.problems] };
}
