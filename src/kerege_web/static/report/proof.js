// The short calculation that is asked for when very many reports come in at once (see proof.py).
const AT_ONCE = 256;

export async function solve({ challenge, bits }) {
  // Only pages that came over a safe connection may calculate digests; others wait instead.
  if (!self.crypto || !crypto.subtle) return null;
  const encoder = new TextEncoder();
  for (let first = 0; ; first += AT_ONCE) {
    const digests = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, offset) =>
        crypto.subtle.digest("SHA-256", encoder.encode(`${challenge}:${first + offset}`)),
      ),
    );
    const found = digests.findIndex((digest) => startsWithZeros(new Uint8Array(digest), bits));
    if (found >= 0) return String(first + found);
  }
}

function startsWithZeros(bytes, bits) {
  for (let index = 0; index < bits; index += 1) {
    if (bytes[index >> 3] & (0x80 >> (index & 7))) return false;
  }
  return true;
}
