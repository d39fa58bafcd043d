// Unpacks a zip as Go's own package reads it, and so krew: main ARCHIVE FOLDER.
package main

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
)

func main() {
	archive, err := zip.OpenReader(os.Args[1])
	check(err)
	for _, file := range archive.File {
		from, err := file.Open()
		check(err)
		name := filepath.Join(os.Args[2], file.Name)
		to, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY, file.Mode())
		check(err)
		_, err = io.Copy(to, from)
		check(err)
		check(to.Close())
		check(os.Chtimes(name, file.Modified, file.Modified))
	}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
