// Package lines writes and reads many short lines.
package lines

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
)

// region direct
// Direct makes one Write for each line: one system call on a file.
func Direct(w io.Writer, n int) error {
	for i := range n {
		if _, err := fmt.Fprintf(w, "order %d shipped\n", i); err != nil {
			return err
		}
	}
	return nil
}

// endregion direct

// region buffered
// Buffered collects lines and reports the error of the last flush as well.
func Buffered(w io.Writer, n int) (err error) {
	b := bufio.NewWriterSize(w, 64<<10)
	defer func() {
		if e := b.Flush(); err == nil {
			err = e
		}
	}()
	for i := range n {
		if _, err := fmt.Fprintf(b, "order %d shipped\n", i); err != nil {
			return err
		}
	}
	return nil
}

// endregion buffered

// region appended
// Appended is Buffered without fmt: it appends into the buffer itself.
func Appended(w io.Writer, n int) (err error) {
	b := bufio.NewWriterSize(w, 64<<10)
	defer func() {
		if e := b.Flush(); err == nil {
			err = e
		}
	}()
	for i := range n {
		line := append(b.AvailableBuffer(), "order "...)
		line = strconv.AppendInt(line, int64(i), 10)
		line = append(line, " shipped\n"...)
		if _, err := b.Write(line); err != nil {
			return err
		}
	}
	return nil
}

// endregion appended

// Forgotten is wrong: it never flushes.
func Forgotten(w io.Writer, n int) error {
	b := bufio.NewWriter(w)
	for i := range n {
		fmt.Fprintf(b, "order %d shipped\n", i)
	}
	return nil
}

// region count
// Count reads lines; Text copies each into a string, Bytes does not.
func Count(r io.Reader) (lines, bytes int, err error) {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 0, 64<<10), 1<<20) // lines of up to 1 MiB
	for s.Scan() {
		lines++
		bytes += len(s.Bytes())
	}
	return lines, bytes, s.Err() // a line that is too long ends the loop
}

// endregion count
