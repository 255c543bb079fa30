// SPDX-License-Identifier: Apache-2.0 OR MIT
// The one schema. Made when it is needed: a kernel checks the few settings it is given, each by its own part.

import { z } from "zod";
import type { Setting } from "./setting.ts";
import { type Config, sections, sectionTitles } from "./table.ts";

/** Schema of one setting's value; sizes and durations are numbers here. */
export function valueSchema({ kind, range = [-Infinity, Infinity], ...rest }: Setting): z.ZodType {
  const pattern = rest.pattern ?? /^/;
  const [least, largest] = range;
  switch (kind) {
    case "integer":
      return z.int().min(least).max(largest);
    case "number":
      return z.number().min(least).max(largest);
    case "boolean":
      return z.boolean();
    case "choice":
      return z.enum(rest.choices as [string]);
    case "text":
      return z.string().regex(pattern);
    case "list":
      return texts();
    case "grant":
      return z.union([z.boolean(), texts()]);
    case "map":
      return z.record(z.string().regex(pattern), z.enum(rest.choices as [string]));
  }
}

/** The whole as one schema, strict in sections and settings, with defaults and descriptions. */
export function configSchema(): z.ZodType<Config> {
  const objects = Object.entries(sections).map(([section, settings]) => {
    const shape = Object.entries(settings as Readonly<Record<string, Setting>>)
      .map(([name, setting]) => [name, describedSchema(setting)] as const);
    const title = sectionTitles[section as keyof Config];
    const object = z.strictObject(Object.fromEntries(shape)).prefault({});
    return [section, object.meta({ description: title })] as const;
  });
  return z.strictObject(Object.fromEntries(objects)) as unknown as z.ZodType<Config>;
}

function describedSchema(setting: Setting): z.ZodType {
  const withDefault = valueSchema(setting).default(setting.default as never);
  return withDefault.meta({ description: setting.description });
}

function texts(): z.ZodType<string[]> {
  return z.array(z.string().min(1));
}
