/* Writes a .gz beside every text file of dist/, so that the server never compresses one twice. */
import { readdirSync, readFileSync, writeFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const dist = new URL('../dist', import.meta.url).pathname

function walk(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) walk(path)
    else if (/\.(js|css|html|svg|json|txt)$/.test(name)) {
      const raw = readFileSync(path)
      const packed = gzipSync(raw, { level: 9 })
      if (packed.length < raw.length) writeFileSync(path + '.gz', packed)
    }
  }
}
walk(dist)
