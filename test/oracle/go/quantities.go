package main

import (
	"encoding/json"
	"math/big"
	"strings"

	inf "gopkg.in/inf.v0"
	"k8s.io/apimachinery/pkg/api/resource"
)

type quantityAnswer struct {
	Error  string `json:"error,omitempty"`
	Text   string `json:"text,omitempty"`
	Format string `json:"format,omitempty"`
	// MilliValue and Value, where an int64 can hold them.
	Milli string `json:"milli,omitempty"`
	Value string `json:"value,omitempty"`
}

func answerQuantity(line []byte) ([]byte, error) {
	var text string
	if err := json.Unmarshal(line, &text); err != nil {
		return nil, err
	}
	// As Quantity.UnmarshalJSON does.
	quantity, err := resource.ParseQuantity(strings.TrimSpace(text))
	if err != nil {
		return json.Marshal(quantityAnswer{Error: err.Error()})
	}
	answer := quantityAnswer{
		Text:   quantityText(quantity),
		Format: string(quantity.Format),
	}
	if milli := quantity.MilliValue(); isRight(milli, quantity, resource.Milli) {
		answer.Milli = big.NewInt(milli).String()
	}
	if value := quantity.Value(); isRight(value, quantity, 0) {
		answer.Value = big.NewInt(value).String()
	}
	return json.Marshal(answer)
}

// canonicalText is what CanonicalizeBytes gives: String would repeat "+5" or "1.500" as written.
func canonicalText(quantity resource.Quantity) string {
	number, suffix := quantity.CanonicalizeBytes(nil)
	return string(number) + string(suffix)
}

// quantityText is the canonical text; where that text reads back as another amount (beyond E the
// suffix is missing) the amount in nanos follows it after "=".
func quantityText(quantity resource.Quantity) string {
	text := canonicalText(quantity)
	if again, err := resource.ParseQuantity(text); err == nil && again.Cmp(quantity) == 0 {
		return text
	}
	return text + "=" + nanos(quantity).String()
}

// nanos is the exact amount: no quantity is finer than that.
func nanos(quantity resource.Quantity) *big.Int {
	copied := quantity.DeepCopy()
	return new(inf.Dec).Round(copied.AsDec(), 9, inf.RoundExact).UnscaledBig()
}

// Whether an int64 was wide enough for the amount in that scale.
func isRight(value int64, quantity resource.Quantity, scale resource.Scale) bool {
	copied := quantity.DeepCopy()
	rounded := new(inf.Dec).Round(copied.AsDec(), inf.Scale(-scale), inf.RoundUp)
	return rounded.UnscaledBig().IsInt64() && rounded.UnscaledBig().Int64() == value
}
