// Package ten holds the experiments behind ten lessons.
package ten

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// region ops

// ops are the calls that can fail. The real ones come from package os.
type ops struct {
	create func(name string) (io.WriteCloser, error)
	write  func(w io.Writer, b []byte) error
	close  func(io.Closer) error
	rename func(from, to string) error
	remove func(name string) error
}

// endregion ops

var realOps = ops{
	create: func(name string) (io.WriteCloser, error) {
		return os.Create(name)
	},
	write: func(w io.Writer, b []byte) error {
		_, err := w.Write(b)
		return err
	},
	close:  func(c io.Closer) error { return c.Close() },
	rename: os.Rename,
	remove: os.Remove,
}

// region save

// save replaces a file as a whole: after it, the old or the new content is
// there, and nothing else. (For a power cut it would have to sync, too.)
func save(o ops, path string, content []byte) (err error) {
	tmp := path + ".tmp"
	f, err := o.create(tmp)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			o.remove(tmp)
		}
	}()
	if err := o.write(f, content); err != nil {
		o.close(f)
		return err
	}
	if err := o.close(f); err != nil {
		return err
	}
	return o.rename(tmp, path)
}

// endregion save

// hasty is save without the thought of failing.
func hasty(o ops, path string, content []byte) error {
	tmp := path + ".tmp"
	f, err := o.create(tmp)
	if err != nil {
		return err
	}
	defer o.close(f)
	if err := o.write(f, content); err != nil {
		return err
	}
	return o.rename(tmp, path)
}

// region export

// exportHasty reports success for data that never reached the disk.
func exportHasty(path string, rows []string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	defer w.Flush() // its error goes nowhere
	for _, r := range rows {
		if _, err := w.WriteString(r + "\n"); err != nil {
			return err
		}
	}
	return nil
}

// endregion export

// region exportright

func export(path string, rows []string) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriter(f)
	for _, r := range rows {
		if _, err := w.WriteString(r + "\n"); err != nil {
			return err
		}
	}
	return w.Flush()
}

// endregion exportright

func leftovers(dir string) []string {
	names, _ := filepath.Glob(filepath.Join(dir, "*.tmp"))
	return names
}
