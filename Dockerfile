# One image for the Slack side and for the workers: which of them it is, the command says.
FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app

# The image brings Node, and DATABASE_URL a Postgres: neither has to come with the packages, and no script has to run.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force

COPY src ./src
COPY jobs ./jobs
COPY blocks ./blocks

USER node
ENV HOST=0.0.0.0 PORT=3000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts", "app"]
