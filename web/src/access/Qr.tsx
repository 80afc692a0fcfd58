import { QRCodeSVG } from '@rc-component/qrcode'

/* A QR code with a name of its own for those who cannot see it. */
export default function Qr({ value, label }: { value: string; label: string }) {
  return (
    <div role="img" aria-label={label} style={{ width: 180, padding: 8, background: '#fff' }}>
      <QRCodeSVG value={value} size={164} aria-hidden="true" />
    </div>
  )
}
