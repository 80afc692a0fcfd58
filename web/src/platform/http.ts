/*
 * The one way to the server: JSON in and out, the CSRF token on writes, every refusal as ApiError.
 */
import { has, t, tc, type Params } from '../i18n'

export interface FieldFault { field: string; code: string; params?: Params }

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly requestId: string,
    readonly fields: FieldFault[] = [],
    readonly details: Record<string, unknown> = {},
  ) {
    super(code)
  }
}

let csrf = ''
let lost: () => void = () => undefined

export function setCsrf(token: string): void {
  csrf = token
}

/* Called when the server says that the session is over. */
export function onSessionLost(f: () => void): void {
  lost = f
}

export type Query = Record<string, string | number | boolean | null | undefined>

export function url(path: string, query?: Query): string {
  const q = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined && value !== null && value !== '') q.set(name, String(value))
  const tail = q.toString()
  return '/api/v1' + path + (tail ? '?' + tail : '')
}

async function send(method: string, path: string, query?: Query, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (method !== 'GET') headers['X-CSRF-Token'] = csrf
  if (body !== undefined) headers['Content-Type'] = 'application/json'
  let response: Response
  try {
    response = await fetch(url(path, query), {
      method, headers, signal, credentials: 'same-origin',
      body: body === undefined ? undefined : JSON.stringify(body),
    })
  } catch (cause) {
    if ((cause as Error).name === 'AbortError') throw cause
    throw new ApiError(0, 'network', '')
  }
  if (!response.ok) throw await refusal(response.status, () => response.text())
  return response
}

/* Any non-2xx answer as ApiError; also used by uploads, which do not go through fetch. */
export async function refusal(status: number, text: () => Promise<string> | string): Promise<ApiError> {
  let e: ApiError
  try {
    const { error } = JSON.parse(await text()) as {
      error: { code: string; request_id: string; fields?: FieldFault[]; details?: Record<string, unknown> }
    }
    e = new ApiError(status, error.code, error.request_id, error.fields ?? [], error.details ?? {})
  } catch {
    e = new ApiError(status, 'http', '')
  }
  if (e.code === 'unauthenticated') lost()
  return e
}

export async function call<T>(method: string, path: string, o: { query?: Query; body?: unknown; signal?: AbortSignal } = {}): Promise<T> {
  const response = await send(method, path, o.query, o.body, o.signal)
  if (response.status === 204) return undefined as T
  return (await response.json()) as T
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> => call<T>('GET', path, { query, signal })
export const post = <T>(path: string, body?: unknown, query?: Query): Promise<T> => call<T>('POST', path, { body, query })
export const put = <T>(path: string, body?: unknown): Promise<T> => call<T>('PUT', path, { body })
export const patch = <T>(path: string, body?: unknown): Promise<T> => call<T>('PATCH', path, { body })
export const del = <T>(path: string, body?: unknown): Promise<T> => call<T>('DELETE', path, { body })

/* Asks for a file and hands it to the browser's download. */
export const download = async (path: string, body: unknown, fallbackName: string): Promise<void> => save(await send('POST', path, undefined, body), fallbackName)
export const fetchFile = async (path: string, query: Query, fallbackName: string): Promise<void> => save(await send('GET', path, query), fallbackName)

async function save(response: Response, fallbackName: string): Promise<void> {
  const disposition = response.headers.get('Content-Disposition') ?? ''
  const coded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1]
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = coded ? decodeURIComponent(coded) : fallbackName
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/* Sends a file with progress (fetch cannot tell it). */
export const upload = <T>(path: string, query: Query, file: File, progress: (share: number) => void): Promise<T> => sendFile<T>('POST', path, query, file, progress)

export function sendFile<T>(method: 'POST' | 'PUT', path: string, query: Query, file: File, progress: (share: number) => void): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const x = new XMLHttpRequest()
    x.open(method, url(path, query))
    x.setRequestHeader('X-CSRF-Token', csrf)
    x.setRequestHeader('X-File-Name', encodeURIComponent(file.name))
    x.setRequestHeader('Content-Type', 'application/octet-stream')
    x.upload.onprogress = (e) => progress(e.lengthComputable ? e.loaded / e.total : 0)
    x.onerror = () => reject(new ApiError(0, 'network', ''))
    x.onload = () => {
      if (x.status >= 200 && x.status < 300) resolve((x.responseText ? JSON.parse(x.responseText) : undefined) as T)
      else void refusal(x.status, () => x.responseText).then(reject)
    }
    x.send(file)
  })
}

/* What to tell the user about any failure. */
export function errorText(e: unknown): string {
  if (!(e instanceof ApiError)) return t('error.unexpected')
  const details = e.details as { retry_after_seconds?: number; message_code?: string; code?: string }
  if (e.code === 'throttled') return t('error.throttled', { seconds: details.retry_after_seconds ?? 60 })
  const own = details.message_code ?? details.code
  if (own && has(`refusal.${own}`)) return t(`refusal.${own}` as never, e.details as Params)
  const key = `error.${e.code}`
  return has(key) ? t(key) : t('error.http', { status: e.status })
}

export function faultText(f: FieldFault): string {
  return tc('fault', f.code, f.params)
}
