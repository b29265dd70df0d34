// Bundles source/ into built/support-chat.js; with --check only says whether that file is up to date.
import { createHash } from "node:crypto";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import { minify } from "terser";

const home = new URL("./", import.meta.url);
const builtFile = new URL("built/support-chat.js", home);

/** A fingerprint of everything the built file is made from, so that a stale one is seen without Node. */
async function sourcesHash() {
  const sources = (await readdir(new URL("source/", home))).sort().map((name) => `source/${name}`);
  const hash = createHash("sha256");
  for (const path of [...sources, "build.js", "package.json"]) {
    hash.update(`${path}\n`).update(await readFile(new URL(path, home)));
  }
  return hash.digest("hex").slice(0, 16);
}

// Nobody outside of the file, and nothing that is stored, goes by these names: first Lit's, then ours.
const OWN_NAMES = [
  "createProperty", "createRenderRoot", "enableUpdating", "finalizeStyles", "firstUpdated", "fromAttribute",
  "getPropertyDescriptor", "getPropertyOptions", "getUpdateComplete", "hasChanged", "hasUpdated", "isUpdatePending",
  "elementStyles", "performUpdate", "renderBefore", "renderOptions", "renderRoot",
  "requestUpdate", "scheduleUpdate", "setConnected", "shadowRootOptions", "shouldUpdate", "toAttribute", "useDefault",
  "willUpdate",
  "catchUp", "comeBack", "endsGroup", "isBehind", "isBusy", "isFinal", "isOneTooMany", "isRefused", "letGo",
  "retryPassing", "sendWithFiles", "startOver",
];

/** Names of two words that the catalogue alone uses, so that no other interface knows them. */
async function namesOfTexts() {
  const texts = await readFile(new URL("source/texts.js", home), "utf8");
  return [...texts.matchAll(/^    ([a-z]+[A-Z]\w*):/gm)].map(([, name]) => name);
}

/** Style sheets become minified text; templates lose white space where lines end, where none means anything. */
const smaller = {
  name: "smaller",
  setup(bundler) {
    bundler.onLoad({ filter: /widget.source.[\w-]+\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
    bundler.onLoad({ filter: /widget.source.[\w-]+\.js$/ }, async ({ path }) => {
      const text = (await readFile(path, "utf8")).replace(/\n\s+/g, "\n");
      return { contents: text.replace(/([>}`])\n(?=<|\$\{)/g, "$1") };
    });
  },
};

const banner = (hash) =>
  `/* Built by \`npm run build\`; sources ${hash}\n` +
  "   Contains Lit, Copyright Google LLC, SPDX-License-Identifier: BSD-3-Clause */";

/** One file of all sources; terser then writes the same in some 3 % less. */
async function bundle() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("source/support-chat.js", home))],
    bundle: true,
    charset: "utf8",
    format: "esm",
    legalComments: "none",
    // What Lit keeps for itself, the acts that the parts of the window hand on, names of our own, and the texts.
    mangleProps: new RegExp(`^(_[$\\w]+|on[A-Z]\\w*|${[...OWN_NAMES, ...(await namesOfTexts())].join("|")})$`),
    minify: true,
    plugins: [smaller],
    target: "es2022",
    write: false,
  });
  const { code } = await minify(outputFiles[0].text, {
    compress: { ecma: 2022, passes: 3, unsafe_arrows: true },
    format: { ecma: 2022, preamble: banner(await sourcesHash()) },
    module: true,
  });
  return `${code}\n`;
}

const text = await bundle();
if (process.argv.includes("--check")) {
  const committed = await readFile(builtFile, "utf8").catch(() => "");
  if (committed !== text) {
    console.error("built/support-chat.js is not what the sources make. Run `npm run build` and commit it.");
    process.exitCode = 1;
  }
} else {
  await writeFile(builtFile, text);
  console.log(`built/support-chat.js: ${(gzipSync(text, { level: 9 }).length / 1000).toFixed(1)} KB gzip`);
}
