/*
 * After the build: writes a .gz beside every text file of dist/, so that the server never compresses
 * one twice, and takes the manifest out of what is shipped (size.test.mjs reads it).
 */
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
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
rmSync(join(dist, '../.vite'), { recursive: true, force: true })
renameSync(join(dist, '.vite'), join(dist, '../.vite'))
walk(dist)
