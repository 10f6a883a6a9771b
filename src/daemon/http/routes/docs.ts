import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { html } from "hono/html";
import type { Routes } from "./routes.ts";

const viewer = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
const files: Readonly<Record<string, string>> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
};

const start = `window.onload = () => SwaggerUIBundle({ url: "/openapi.json", dom_id: "#reference", deepLinking: true, persistAuthorization: false, tryItOutEnabled: true });`;

/** The reference, drawn by a viewer from this machine's own disk: nothing is fetched from outside. */
export const docs: Routes = (app, { version }) => {
  app.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: {
      title: "Tillseal",
      version,
      description: "The invoice daemon beside the till. Errors are RFC 9457 problem documents with a stable `code`.",
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "token", { type: "http", scheme: "bearer" });

  app.get("/docs", (c) => {
    c.header("Content-Security-Policy", "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:");
    return c.html(html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Tillseal reference</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="reference"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>`);
  });

  app.get("/docs/:file", async (c) => {
    const name = c.req.param("file");
    if (name === "start.js") return c.body(start, 200, { "Content-Type": "text/javascript; charset=utf-8" });
    const type = Object.hasOwn(files, name) ? files[name]! : null;
    if (type === null) return c.notFound();
    return c.body(new Uint8Array(await readFile(join(viewer, name))), 200, {
      "Content-Type": type,
      "Cache-Control": "max-age=86400",
    });
  });
};
