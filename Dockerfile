# SPDX-License-Identifier: Apache-2.0 OR MIT
# Compiles and tests the program, then ships the binary alone.
#
#   docker build -t llmspell .
#   docker run --rm llmspell exec '6 * 7'
#   docker run --rm -p 127.0.0.1:5555-5559:5555-5559 -v "$PWD:/work" llmspell \
#     kernel start --connection-file kernel.json

FROM node:24-bookworm-slim AS build
ENV DENO_TLS_CA_STORE=system,mozilla
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates python3 python3-pip \
  && rm -rf /var/lib/apt/lists/* \
  && npm install --global deno@2.9.6
WORKDIR /src
COPY . .
RUN deno install --frozen
RUN deno task compile
RUN deno task test:unit
# The binary must work with nothing around it.
RUN mkdir /alone && cp dist/llmspell /alone/ && cd /alone \
  && test "$(env -i ./llmspell exec '6 * 7')" = 42

# glibc, libgcc and libstdc++ are all it needs.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /src/dist/llmspell /usr/local/bin/llmspell
COPY --from=build /src/LICENSE-APACHE /src/LICENSE-MIT /usr/share/doc/llmspell/
USER nonroot
WORKDIR /work
ENTRYPOINT ["/usr/local/bin/llmspell"]
CMD ["--help"]
