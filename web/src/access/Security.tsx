/* Own password, second factor and open sessions. Plain: applicants use it too. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState, type FormEvent } from 'react'
import { t } from '../i18n'
import { deviceOf } from '../platform/agent'
import { moment } from '../platform/dates'
import { ApiError } from '../platform/http'
import { Failure, Loading, Note, PageHeader, TextField } from '../platform/plain'
import { useRefreshSession, useSession } from '../platform/session'
import { changePassword, endSession, ownSessions, totpBegin, totpOff, totpOn } from './api'
import { passwordFault } from './password'

const Qr = lazy(() => import('./Qr'))

function useAction(): { busy: boolean; error: unknown; done: boolean; run: (f: () => Promise<unknown>) => Promise<boolean> } {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [done, setDone] = useState(false)
  const run = async (f: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true)
    setError(null)
    setDone(false)
    try {
      await f()
      setDone(true)
      return true
    } catch (cause) {
      setError(cause instanceof ApiError && cause.code === 'unauthenticated' ? new ApiError(401, 'wrong_password', '') : cause)
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, error, done, run }
}

function Password() {
  const refresh = useRefreshSession()
  const session = useSession()
  const [old, setOld] = useState('')
  const [first, setFirst] = useState('')
  const [again, setAgain] = useState('')
  const action = useAction()
  const fault = passwordFault(first, again)
  const submit = async (e: FormEvent): Promise<void> => {
    e.preventDefault()
    if (fault || first !== again) return
    if (await action.run(() => changePassword({ old_password: old, new_password: first }))) {
      setOld('')
      setFirst('')
      setAgain('')
      await refresh()
    }
  }
  return (
    <section className="card" aria-labelledby="password-head">
      <h2 id="password-head">{t('security.password')}</h2>
      {session.must_change && <Note kind="warn">{t('security.must_change')}</Note>}
      {action.done && <Note kind="good">{t('security.password_changed')}</Note>}
      {action.error !== null && <Failure error={action.error} />}
      <form onSubmit={(e) => void submit(e)} style={{ maxWidth: 420 }}>
        <TextField label={t('password.old')} type="password" autoComplete="current-password" required value={old} onChange={(e) => setOld(e.target.value)} />
        <TextField label={t('password.new')} help={t('password.help')} type="password" autoComplete="new-password" required value={first} onChange={(e) => setFirst(e.target.value)} />
        <TextField label={t('password.again')} type="password" autoComplete="new-password" required fault={fault || undefined} value={again} onChange={(e) => setAgain(e.target.value)} />
        <button className="btn main" disabled={action.busy}>{t('security.password_go')}</button>
      </form>
    </section>
  )
}

function TurnOn() {
  const refresh = useRefreshSession()
  const [begun, setBegun] = useState<{ secret: string; uri: string } | null>(null)
  const [code, setCode] = useState('')
  const action = useAction()
  if (!begun)
    return (
      <>
        {action.error !== null && <Failure error={action.error} />}
        <button type="button" className="btn" disabled={action.busy} onClick={() => void action.run(async () => setBegun(await totpBegin()))}>{t('security.totp_begin')}</button>
      </>
    )
  return (
    <form onSubmit={(e) => {
      e.preventDefault()
      void action.run(() => totpOn(code)).then((ok) => (ok ? refresh() : undefined))
    }}>
      <p>{t('security.totp_scan')}</p>
      <Suspense fallback={<Loading lines={2} />}><Qr value={begun.uri} label={t('security.totp_qr')} /></Suspense>
      <p className="small muted">{t('security.totp_secret')} <code style={{ overflowWrap: 'anywhere' }}>{begun.secret}</code></p>
      <div style={{ maxWidth: 240, marginTop: 12 }}>
        {action.error !== null && <Failure error={action.error} />}
        <TextField label={t('sign_in.code')} inputMode="numeric" autoComplete="one-time-code" pattern="[0-9]{6}" maxLength={6} required value={code} onChange={(e) => setCode(e.target.value.replace(/\D/g, ''))} />
        <button className="btn main" disabled={action.busy}>{t('security.totp_go')}</button>
      </div>
    </form>
  )
}

function TurnOff() {
  const refresh = useRefreshSession()
  const [password, setPassword] = useState('')
  const action = useAction()
  return (
    <form style={{ maxWidth: 420 }} onSubmit={(e) => {
      e.preventDefault()
      void action.run(() => totpOff(password)).then((ok) => (ok ? refresh() : undefined))
    }}>
      <Note kind="good">{t('security.totp_is_on')}</Note>
      {action.error !== null && <Failure error={action.error} />}
      <TextField label={t('security.totp_off_password')} type="password" autoComplete="current-password" required value={password} onChange={(e) => setPassword(e.target.value)} />
      <button className="btn danger" disabled={action.busy}>{t('security.totp_off')}</button>
    </form>
  )
}

function Sessions() {
  const client = useQueryClient()
  const list = useQuery({ queryKey: ['sessions'], queryFn: ownSessions })
  const action = useAction()
  return (
    <section className="card" aria-labelledby="sessions-head">
      <h2 id="sessions-head">{t('security.sessions')}</h2>
      {action.error !== null && <Failure error={action.error} />}
      {list.isPending && <Loading lines={2} />}
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.data?.items.map((s) => (
        <div key={s.id} className="device">
          <div style={{ minWidth: 0 }}>
            <div title={s.agent ?? undefined}>{deviceOf(s.agent) ?? t('security.unknown_agent')}</div>
            <div className="muted small num">{s.address} · {t('security.seen', { at: moment(s.seen_at) })}</div>
          </div>
          {s.current ? <span className="tag" style={{ background: 'var(--green-soft)', color: 'var(--green)' }}>{t('security.this_one')}</span> : (
            <button type="button" className="btn" disabled={action.busy} onClick={() => void action.run(async () => {
              await endSession(s.id)
              await client.invalidateQueries({ queryKey: ['sessions'] })
            })}>{t('security.end_session')}</button>
          )}
        </div>
      ))}
    </section>
  )
}

export default function Security() {
  const session = useSession()
  return (
    <div style={{ maxWidth: 760 }}>
      <PageHeader title={t('security.title')} sub={t('security.sub', { login: session.login })} />
      {session.second_factor_needed && <Note kind="warn">{t('security.totp_needed')}</Note>}
      <Password />
      <section className="card" aria-labelledby="totp-head">
        <h2 id="totp-head">{t('security.totp')}</h2>
        {session.second_factor ? <TurnOff /> : <><p className="muted" style={{ marginBottom: 12 }}>{t('security.totp_text')}</p><TurnOn /></>}
      </section>
      <Sessions />
    </div>
  )
}
