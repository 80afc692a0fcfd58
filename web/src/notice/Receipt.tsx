/* What became of an objection, by its receipt. */
import { useState, type FormEvent } from 'react'
import type { HeardObjection } from '../api'
import { t, tc } from '../i18n'
import { day } from '../platform/dates'
import { ApiError } from '../platform/http'
import { OpenFrame } from '../platform/OpenFrame'
import { Failure, Note, PageHeader, TextField } from '../platform/plain'
import { heardOf } from './api'

export default function Receipt() {
  const [receipt, setReceipt] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [heard, setHeard] = useState<HeardObjection | null>(null)
  const read = async (e: FormEvent): Promise<void> => {
    e.preventDefault()
    setBusy(true)
    setError(null)
    setHeard(null)
    try {
      setHeard(await heardOf(receipt))
    } catch (cause) {
      setError(cause instanceof ApiError && cause.status === 404 ? new ApiError(404, 'receipt', '') : cause)
    } finally {
      setBusy(false)
    }
  }
  return (
    <OpenFrame>
      <PageHeader title={t('receipt.title')} />
      <section className="card">
        <form onSubmit={(e) => void read(e)}>
          {error !== null && <Failure error={error} />}
          <TextField label={t('receipt.code')} help={t('receipt.code_help')} autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={40} required value={receipt} onChange={(e) => setReceipt(e.target.value)} />
          <button className="btn main wide" disabled={busy}>{t('receipt.read')}</button>
        </form>
      </section>
      {heard && (
        <section className="card" aria-live="polite">
          <h2>{heard.outcome ? tc('notice_outcome', heard.outcome) : t('receipt.waiting')}</h2>
          <p className="muted">{t('receipt.received', { day: day(heard.received_on), organisation: heard.organisation_name })}</p>
          {heard.answer && <p style={{ marginTop: 8, whiteSpace: 'pre-wrap' }}>{heard.answer}</p>}
          {heard.answered_on && <p className="muted small" style={{ marginTop: 6 }}>{t('receipt.answered', { day: day(heard.answered_on) })}</p>}
          {heard.withdrawn && <Note kind="info">{t('public.gone')}</Note>}
        </section>
      )}
    </OpenFrame>
  )
}
