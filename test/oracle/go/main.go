// What Kubernetes itself answers. Every mode reads lines on standard input and writes one line of
// answer for each, in their order; a line that cannot be read ends the program with an error.
//
//	oracle pods [-now RFC3339]   a Pod as JSON -> JSON: what each part of Kubernetes counts for it,
//	                             and whether it counts for a quota at that time
//	oracle quantities            a quantity as a JSON string -> JSON: its canonical form, or the error
//	oracle encode                an object as JSON with apiVersion and kind (Pod, PodList, NodeList,
//	                             PartialObjectMetadataList, any of client-go's) -> base64 of the bytes
//	                             with which an API server answers
//	                             "Accept: application/vnd.kubernetes.protobuf"
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"
)

// answerer gives the answer to one line of input.
type answerer func(line []byte) ([]byte, error)

func main() {
	mode, rest := "", []string{}
	if len(os.Args) > 1 {
		mode, rest = os.Args[1], os.Args[2:]
	}
	flags := flag.NewFlagSet("oracle "+mode, flag.ExitOnError)
	now := flags.String("now", time.Now().Format(time.RFC3339Nano), "the time at which quotas count")
	_ = flags.Parse(rest)
	// There is little to keep and much to forget.
	debug.SetGCPercent(400)
	answer, err := modeNamed(mode, *now)
	if err == nil {
		err = answerLines(os.Stdin, os.Stdout, answer)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "oracle %s: %v\n", mode, err)
		os.Exit(1)
	}
}

func modeNamed(mode, now string) (answerer, error) {
	switch mode {
	case "pods":
		instant, err := time.Parse(time.RFC3339Nano, now)
		return podAnswerer(instant), err
	case "quantities":
		return answerQuantity, nil
	case "encode":
		return encodeObject, nil
	}
	return nil, fmt.Errorf("there are the modes pods, quantities and encode")
}

func answerLines(in io.Reader, out io.Writer, answer answerer) error {
	reader := bufio.NewReaderSize(in, 1<<20)
	writer := bufio.NewWriterSize(out, 1<<20)
	defer writer.Flush()
	for number := 1; ; number++ {
		line, readError := reader.ReadBytes('\n')
		if len(line) == 0 && readError == io.EOF {
			return nil
		}
		if readError != nil && readError != io.EOF {
			return readError
		}
		text, err := answer(line)
		if err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		if _, err := writer.Write(append(text, '\n')); err != nil {
			return err
		}
		// Who asks one thing at a time waits for its answer.
		if reader.Buffered() == 0 {
			if err := writer.Flush(); err != nil {
				return err
			}
		}
	}
}
