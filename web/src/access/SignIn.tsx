import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { t } from '../i18n'
import { ApiError } from '../platform/http'
import { Failure, TextField } from '../platform/plain'
import { enter } from '../platform/session'
import { signIn } from './api'
import { Door } from './Door'
import { nextPath } from './next'

export default function SignIn() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [needsCode, setNeedsCode] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  const submit = async (e: FormEvent): Promise<void> => {
    e.preventDefault()
    setBusy(true)
    setError(null)
    try {
      enter(client, await signIn({ login: login.trim(), password, ...(needsCode && code ? { code } : {}) }))
      void navigate(nextPath(search.get('next')), { replace: true })
    } catch (cause) {
      const asksCode = cause instanceof ApiError && cause.code === 'second_factor'
      if (asksCode && !needsCode) setNeedsCode(true)
      else setError(cause instanceof ApiError && cause.code === 'unauthenticated' ? new ApiError(401, 'sign_in', '') : cause)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Door title={t('sign_in.title')}>
      <form onSubmit={(e) => void submit(e)}>
        {error !== null && <Failure error={error} />}
        <TextField label={t('sign_in.login')} name="username" autoComplete="username" required autoFocus value={login} onChange={(e) => setLogin(e.target.value)} />
        <TextField label={t('sign_in.password')} name="password" type="password" autoComplete="current-password" required value={password} onChange={(e) => setPassword(e.target.value)} />
        {needsCode && (
          <TextField label={t('sign_in.code')} help={t('sign_in.code_help')} name="code" inputMode="numeric" autoComplete="one-time-code" pattern="[0-9]{6}" maxLength={6} required autoFocus
            value={code} onChange={(e) => setCode(e.target.value.replace(/\D/g, ''))} />
        )}
        <button className="btn main wide" disabled={busy}>{t(busy ? 'sign_in.busy' : 'sign_in.go')}</button>
        <p className="muted small" style={{ marginTop: 12 }}>{t('sign_in.help')}</p>
        <p className="small" style={{ marginTop: 12 }}><Link to="/slip">{t('sign_in.slip')}</Link></p>
      </form>
    </Door>
  )
}
