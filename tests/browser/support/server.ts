/* Starts the binary on a free port with a fresh demo university and waits until it says where it is. */
import { spawn, type ChildProcess } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export const BIN = process.env.JISHI_BIN ?? resolve(import.meta.dirname, '../../../build/jishi')

export interface Server { url: string; folder: string; log: () => string; stop: () => Promise<void> }

/* keep: the folder stays after stop(). */
export interface Options { today?: string; demo?: boolean; keep?: boolean }

/*
 * A demo database takes seconds to make, so it is made once per run and copied for each file
 * (JISHI_DEMO_DB: one made before).
 */
export async function startServer({ today = '2026-11-23', demo = true, keep = false }: Options = {}): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'jishi-browser-'))
  const db = join(folder, 'jishi.db')
  const made = process.env.JISHI_DEMO_DB
  if (demo && made && existsSync(made)) {
    copyFileSync(made, db)
    if (existsSync(made + '.key')) copyFileSync(made + '.key', db + '.key')
  }
  const child = spawn(BIN, ['serve', '--db', `sqlite:${db}`, '--listen', '127.0.0.1:0', '--now', today, ...(demo ? ['--demo'] : [])], { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder })
  let text = ''
  const take = (d: Buffer): void => { text += d.toString() }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  const url = await address(child, () => text)
  return { url, folder, log: () => text, stop: () => stop(child, keep ? null : folder) }
}

function address(child: ChildProcess, text: () => string): Promise<string> {
  return new Promise((done, failed) => {
    const fail = (why: string): void => failed(new Error(`${BIN}: ${why}\n${text()}`))
    const late = setTimeout(() => fail('did not say its address within 90 s'), 90_000)
    child.on('error', (e) => fail(e.message))
    child.on('exit', (code) => fail(`ended with ${code}`))
    child.stdout!.on('data', () => {
      const m = /http:\/\/127\.0\.0\.1:\d+/.exec(text())
      if (m) {
        clearTimeout(late)
        done(m[0])
      }
    })
  })
}

async function stop(child: ChildProcess, folder: string | null): Promise<void> {
  child.removeAllListeners('exit')
  await new Promise<void>((done) => {
    child.once('exit', () => done())
    child.kill('SIGTERM')
  })
  if (folder) rmSync(folder, { recursive: true, force: true })
}
