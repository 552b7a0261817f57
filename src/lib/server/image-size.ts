/** Width and height in CSS pixels. */
export interface Size {
	width: number;
	height: number;
}

/** Reads the size of an image from its first bytes; undefined when it is not what its extension says. */
export function imageSize(bytes: Uint8Array, extension: string): Size | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	try {
		const size = readers[extension]?.(view);
		return size && size.width > 0 && size.height > 0 ? size : undefined;
	} catch (error) {
		// Reading past the end: the file is cut short.
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}

const readers: Record<string, (view: DataView) => Size | undefined> = {
	'.png': png,
	'.gif': gif,
	'.webp': webp,
	'.avif': avif,
	'.jpg': jpeg,
	'.jpeg': jpeg
};

function ascii(view: DataView, offset: number, length: number): string {
	let out = '';
	for (let index = 0; index < length; index++)
		out += String.fromCharCode(view.getUint8(offset + index));
	return out;
}

function png(view: DataView): Size | undefined {
	if (view.getUint32(0) !== 0x89504e47 || ascii(view, 12, 4) !== 'IHDR') return undefined;
	return { width: view.getUint32(16), height: view.getUint32(20) };
}

function gif(view: DataView): Size | undefined {
	if (!ascii(view, 0, 4).startsWith('GIF8')) return undefined;
	return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

function webp(view: DataView): Size | undefined {
	if (ascii(view, 0, 4) !== 'RIFF' || ascii(view, 8, 4) !== 'WEBP') return undefined;
	const kind = ascii(view, 12, 4);
	const uint24 = (offset: number) =>
		view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
	if (kind === 'VP8X') return { width: uint24(24) + 1, height: uint24(27) + 1 };
	if (kind === 'VP8L') {
		const bits = view.getUint32(21, true);
		return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
	}
	if (kind !== 'VP8 ') return undefined;
	return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

/** The largest `ispe` property: an AVIF also lists the sizes of thumbnails and of its alpha plane. */
function avif(view: DataView): Size | undefined {
	if (ascii(view, 4, 4) !== 'ftyp') return undefined;
	let best: Size | undefined;
	for (let offset = 8; offset + 16 <= Math.min(view.byteLength, 65536); offset++) {
		if (view.getUint32(offset) !== 0x69737065) continue;
		const size = { width: view.getUint32(offset + 8), height: view.getUint32(offset + 12) };
		if (!best || size.width * size.height > best.width * best.height) best = size;
	}
	return best;
}

function jpeg(view: DataView): Size | undefined {
	if (view.getUint16(0) !== 0xffd8) return undefined;
	let turned = false;
	for (let offset = 2; ;) {
		if (view.getUint8(offset) !== 0xff) return undefined;
		const marker = view.getUint8(offset + 1);
		if (marker === 0xff) {
			offset++;
			continue;
		}
		const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
		if (isFrame) {
			const [width, height] = [view.getUint16(offset + 7), view.getUint16(offset + 5)];
			return turned ? { width: height, height: width } : { width, height };
		}
		if (marker === 0xe1 && ascii(view, offset + 4, 4) === 'Exif')
			turned = isTurned(view, offset + 10);
		offset += 2 + view.getUint16(offset + 2);
	}
}

/** Whether the camera says that the picture lies on its side. */
function isTurned(view: DataView, tiff: number): boolean {
	const little = view.getUint16(tiff) === 0x4949;
	const directory = tiff + view.getUint32(tiff + 4, little);
	const entries = view.getUint16(directory, little);
	for (let index = 0; index < entries; index++) {
		const entry = directory + 2 + index * 12;
		if (view.getUint16(entry, little) === 0x0112) return view.getUint16(entry + 8, little) >= 5;
	}
	return false;
}
