/** The one route that takes a file as it was downloaded; every other body is JSON. */
export const rangeImportPath = "/v1/ranges/import";

/** Whether the body is a file, which nobody but its operation reads. */
export function takesFile(method: string, path: string): boolean {
  return method === "POST" && path === rangeImportPath;
}

/** Types of files, besides JSON. No page can send one across sites without asking. */
export function isFileType(contentType: string): boolean {
  return /^(text\/csv|application\/(xml|octet-stream))\s*(;|$)/i.test(contentType);
}
