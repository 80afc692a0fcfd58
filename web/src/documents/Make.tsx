/* Two buttons that make a paper and hand it to the browser; what goes wrong stands beside them. */
import { useState } from 'react'
import { t } from '../i18n'
import { errorText } from '../platform/http'
import type { Format } from './api'

export function Make({ name, make, several = false }: { name: string; make: (format: Format) => Promise<void>; several?: boolean }) {
  const [busy, setBusy] = useState<Format | null>(null)
  const [fault, setFault] = useState('')
  const run = async (format: Format): Promise<void> => {
    setBusy(format)
    setFault('')
    try {
      await make(format)
    } catch (e) {
      setFault(errorText(e))
    } finally {
      setBusy(null)
    }
  }
  const label = { pdf: t('documents.pdf'), docx: t(several ? 'documents.docx_zip' : 'documents.docx') }
  return (
    <span className="made" aria-live="polite">
      {(['pdf', 'docx'] as const).map((f) => (
        <button key={f} type="button" className="btn small" disabled={busy !== null} aria-label={t('documents.make_as', { name, format: label[f] })} onClick={() => void run(f)}>{busy === f ? t('documents.making') : label[f]}</button>
      ))}
      {fault && <span className="small bad-text" role="alert">{fault}</span>}
    </span>
  )
}
