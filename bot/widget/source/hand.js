// Gives the reader a file that only their token opens.

/** Downloads the blob under the name; its address lives as long as the browser needs to take it up. */
export function hand(blob, name) {
  const href = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
