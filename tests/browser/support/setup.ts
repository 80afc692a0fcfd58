/* Makes the demo university once for the whole run; every server gets a copy (support/server.ts). */
import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from './server.ts'

export default async function setup(): Promise<(() => void) | undefined> {
  if (process.env.JISHI_DEMO_DB) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'jishi-demo-'))
  const server = await startServer({ keep: true })
  await server.stop()
  const made = join(folder, 'demo.db')
  renameSync(join(server.folder, 'jishi.db'), made)
  renameSync(join(server.folder, 'jishi.db.key'), made + '.key')
  rmSync(server.folder, { recursive: true, force: true })
  process.env.JISHI_DEMO_DB = made
  return () => rmSync(folder, { recursive: true, force: true })
}
