package letter

import (
	"bytes"
	"fmt"
	"image/color"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"mentord/pairing"
)

// barColors go from light to dark, one for each survey in its order: they differ in
// lightness too, for those who don't see colours.
var barColors = []color.Color{color.RGBA{0x9e, 0xc5, 0xe8, 0xff}, color.RGBA{0x3f, 0x7f, 0xbf, 0xff}, color.RGBA{0x12, 0x3f, 0x6e, 0xff}}

// chart draws the means of the questions that are answered from 1 to 5, survey by
// survey side by side, as a PNG; nil when there are none. The numbers stand in the
// text.
func chart(sums []pairing.SurveySum) ([]byte, error) {
	compared := func(s pairing.SurveySum) bool { return s.Top == 5 && len(s.Means) > 1 }
	if !slices.ContainsFunc(sums, compared) { // nothing to compare yet
		compared = func(s pairing.SurveySum) bool { return s.Top == 5 }
	}
	var surveys []string
	questions := 0
	for _, s := range sums {
		if compared(s) {
			questions++
			for _, m := range s.Means {
				if !slices.Contains(surveys, m.Survey) {
					surveys = append(surveys, m.Survey)
				}
			}
		}
	}
	if questions == 0 {
		return nil, nil
	}
	p := plot.New()
	p.BackgroundColor = color.White
	p.Y.Label.Text = "mean, 1 to 5"
	p.Legend.Top = true
	width := vg.Points(64) / vg.Length(len(surveys)+1)
	for n, survey := range surveys {
		var values plotter.Values
		for _, s := range sums {
			if !compared(s) {
				continue
			}
			value := 0.0
			for _, m := range s.Means {
				if m.Survey == survey {
					value = m.Mean
				}
			}
			values = append(values, value)
		}
		bars, err := plotter.NewBarChart(values, width)
		if err != nil {
			return nil, fmt.Errorf("draw the chart: %w", err)
		}
		bars.Color, bars.LineStyle.Width = barColors[min(n, len(barColors)-1)], 0
		bars.Offset = width * (vg.Length(n) - vg.Length(len(surveys)-1)/2)
		p.Add(bars)
		p.Legend.Add(survey, bars)
	}
	p.Y.Min, p.Y.Max = 0, 5.5
	p.Y.Tick.Marker = plot.ConstantTicks{{Value: 1, Label: "1"}, {Value: 2, Label: "2"}, {Value: 3, Label: "3"}, {Value: 4, Label: "4"}, {Value: 5, Label: "5"}}
	p.X.Min, p.X.Max = -0.5, float64(questions)-0.5
	names := make([]string, questions)
	for i := range names {
		names[i] = fmt.Sprint("question ", i+1)
	}
	p.NominalX(names...)
	canvas := vgimg.New(vg.Points(480), vg.Points(240))
	p.Draw(draw.New(canvas))
	var out bytes.Buffer
	if _, err := (vgimg.PngCanvas{Canvas: canvas}).WriteTo(&out); err != nil {
		return nil, fmt.Errorf("draw the chart: %w", err)
	}
	return out.Bytes(), nil
}
