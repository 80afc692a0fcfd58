/* Picks or drops files; shows the progress of those on their way. */
import { useRef, useState } from 'react'
import { t } from '../i18n'

export function ProgressBar({ share, label }: { share: number; label: string }) {
  const percent = Math.round(share * 100)
  return (
    <div>
      <div className="progress" role="progressbar" aria-label={label} aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100}><i style={{ width: `${percent}%` }} /></div>
      <div className="small muted num" style={{ marginTop: 4 }}>{label} {percent}%</div>
    </div>
  )
}

export function UploadList({ accept, hint, sending, onFile }: { accept: string; hint: string; sending: { name: string; share: number } | null; onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = (files: FileList | null): void => {
    const file = files?.[0]
    if (file) onFile(file)
    if (input.current) input.current.value = ''
  }
  return (
    <div className="stack">
      <label className={over ? 'drop over' : 'drop'} style={{ display: 'block' }}
        onDragOver={(e) => { e.preventDefault(); setOver(true) }} onDragLeave={() => setOver(false)}
        onDrop={(e) => { e.preventDefault(); setOver(false); take(e.dataTransfer.files) }}>
        <b>{t('upload.pick')}</b>
        <div className="muted small">{hint}</div>
        <input ref={input} type="file" accept={accept} className="visually-hidden" disabled={sending !== null} onChange={(e) => take(e.target.files)} />
      </label>
      {sending && <ProgressBar share={sending.share} label={t('upload.sending', { name: sending.name })} />}
    </div>
  )
}
