/** Two short notes, made here: there is no file to load. Silent where the browser wants a press first. */
export async function playTone(): Promise<void> {
  if (typeof AudioContext === "undefined") return;
  const audio = new AudioContext();
  const last = [NOTES[0], NOTES[1]].map((frequency, at) => {
    const oscillator = audio.createOscillator();
    const volume = audio.createGain();
    const from = audio.currentTime + at * NOTE_S;
    oscillator.frequency.value = frequency;
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(LOUD, from + 0.01);
    volume.gain.exponentialRampToValueAtTime(0.001, from + NOTE_S * 1.6);
    oscillator.connect(volume).connect(audio.destination);
    oscillator.start(from);
    oscillator.stop(from + NOTE_S * 1.6);
    return oscillator;
  })[1];
  last?.addEventListener("ended", () => void audio.close());
}

const NOTES = [587, 784] as const;
const NOTE_S = 0.12;
const LOUD = 0.12;
