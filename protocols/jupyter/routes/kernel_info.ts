// SPDX-License-Identifier: Apache-2.0 OR MIT

import { z } from "zod";
import { PROTOCOL_VERSION } from "../messages.ts";
import type { Route } from "./route.ts";

/** Version of the protocol, as replies tell it. */
const protocol_version = `${PROTOCOL_VERSION}.0`;

/**
 * Says what this kernel is. An error reply tells the version too: clients read it without a look at the status, and
 * then show the error of the next request.
 *
 * @see Jupyter messaging 5.6, "Kernel info"
 */
export const kernelInfo: Route = {
  method: "kernel_info_request",
  reply: "kernel_info_reply",
  channels: ["shell", "control"],
  content: z.unknown(),
  handle: async (_content, { router, context, features }) => {
    const { implementation, implementationVersion, language } = await router.call(
      "kernel.info",
      {},
      context,
    );
    return {
      content: {
        status: "ok",
        protocol_version,
        implementation,
        implementation_version: implementationVersion,
        language_info: {
          name: language.name,
          version: language.version,
          mimetype: language.mimetype,
          file_extension: language.fileExtension,
          pygments_lexer: language.pygmentsLexer,
          codemirror_mode: language.codemirrorMode,
        },
        banner: language.banner,
        help_links: language.helpLinks.map(({ text, url }) => ({ text, url })),
        debugger: features.includes("debugger"),
        supported_features: features,
      },
    };
  },
  errorFields: () => ({ protocol_version }),
};
