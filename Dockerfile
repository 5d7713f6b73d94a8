# Compiles in one stage and runs in another that has neither compiler nor sources.
FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
# No package needs its install script; our own `prepare` would compile before the sources are there.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node scripts/build.mjs

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /opt/outfall
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && npm cache clean --force
COPY bin bin
COPY LICENSE ./
# Data that the command line reads beside the code.
COPY limits limits
COPY simulators/scenarios/library simulators/scenarios/library
COPY --from=build /src/dist/product dist/product
COPY --from=build /src/dist/web dist/web
# A new named volume takes owner and mode from here.
RUN install --directory --owner=node --group=node --mode=700 /var/lib/outfall
ENV OUTFALL_DATA_DIR=/var/lib/outfall
USER node
VOLUME /var/lib/outfall
EXPOSE 8080 1883 9212
ENTRYPOINT ["node", "bin/outfall.js"]
CMD ["start"]
