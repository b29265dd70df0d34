// Keeps built/support-chat.js as the version that package.json names, for sites that pin one.
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";

const home = new URL("./", import.meta.url);
const { version } = JSON.parse(await readFile(new URL("package.json", home), "utf8"));
const folder = new URL(`built/${version}/`, home);
const text = await readFile(new URL("built/support-chat.js", home), "utf8");
const kept = await readFile(new URL("support-chat.js", folder), "utf8").catch(() => text);
if (kept !== text) {
  console.error(`Version ${version} is released, with another content. Give package.json a new version and build.`);
  process.exitCode = 1;
} else {
  const integrity = `sha384-${createHash("sha384").update(text).digest("base64")}`;
  await mkdir(folder, { recursive: true });
  await writeFile(new URL("support-chat.js", folder), text);
  await writeFile(new URL("integrity.txt", folder), `${integrity}\n`);
  console.log(`built/${version}/: ${integrity}`);
}
