import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { Link, useLocation, useNavigate } from 'react-router'
import { t, tc } from '../i18n'
import { ApiError } from '../platform/http'
import { Failure, Loading, Note, TextField } from '../platform/plain'
import { enter } from '../platform/session'
import { setup, setupNeeded } from './api'
import { Door } from './Door'
import { passwordFault } from './password'
import { linkToken } from './token'

const empty = { school_name: '', school_code: '', name: '', login: '', password: '', again: '' }

/* A real, empty installation asks for its first administrator here, once. */
export default function Setup() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const token = linkToken(useLocation())
  const needed = useQuery({ queryKey: ['setup'], queryFn: setupNeeded })
  const [form, setForm] = useState(empty)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const fault = passwordFault(form.password, form.again)
  const faultOf = (name: string): string | undefined => {
    const f = error instanceof ApiError ? error.fields.find((x) => x.field === name) : undefined
    return f ? tc('fault', f.code, f.params) : undefined
  }
  const field = (name: keyof typeof empty, more: object = {}) => ({
    required: true, value: form[name], fault: faultOf(name), ...more,
    onChange: (e: { target: { value: string } }) => setForm({ ...form, [name]: e.target.value }),
  })
  const submit = async (e: FormEvent): Promise<void> => {
    e.preventDefault()
    if (fault || form.password !== form.again) return
    setBusy(true)
    setError(null)
    const { again: _, ...body } = form
    try {
      enter(client, await setup({ token, ...body }))
      void navigate('/', { replace: true })
    } catch (cause) {
      setError(cause)
      setBusy(false)
    }
  }
  if (needed.isPending) return <Door title={t('setup.title')}><Loading /></Door>
  if (needed.data && !needed.data.needed)
    return <Door title={t('setup.title')}><Note kind="info">{t('setup.done')}</Note><p><Link to="/sign-in">{t('sign_in.title')}</Link></p></Door>
  return (
    <Door title={t('setup.title')}>
      <p className="muted" style={{ marginBottom: 16 }}>{t('setup.text')}</p>
      <form onSubmit={(e) => void submit(e)}>
        {error !== null && <Failure error={error} />}
        <TextField label={t('setup.school_name')} {...field('school_name', { autoFocus: true, maxLength: 100 })} />
        <TextField label={t('setup.school_code')} help={t('setup.school_code_help')} {...field('school_code', { maxLength: 32 })} />
        <TextField label={t('setup.name')} {...field('name', { maxLength: 60, autoComplete: 'name' })} />
        <TextField label={t('sign_in.login')} {...field('login', { maxLength: 64, autoComplete: 'username' })} />
        <TextField label={t('sign_in.password')} help={t('password.help')} {...field('password', { type: 'password', autoComplete: 'new-password' })} />
        <TextField label={t('password.again')} {...field('again', { type: 'password', autoComplete: 'new-password', fault: fault || undefined })} />
        <button className="btn main wide" disabled={busy}>{t('setup.go')}</button>
      </form>
    </Door>
  )
}
