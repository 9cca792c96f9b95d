"""LaTeX: the text as it appears on the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.formats.text.latex_markup import formula, with_letters, without_commands
from tests.support.parsed import blocks, read, warnings

PAPER = r"""% a comment
\documentclass{article}
\newcommand{\river}{Anner}
\title{Tides \& dykes: \emph{a study}\thanks{Paid by the board.}}
\author{Maren {\O}kland \and Jos\'e Mu\~noz\\ Water board}
\date{3 April 2026}
\begin{document}
\maketitle
\begin{abstract}
The \river{} rose by 50\,\% in Fig.~\ref{fig:levels}~\cite{dahl,okafor}. % nobody reads this
``Nobody knew,'' one said.
\end{abstract}
\section{Results}\label{sec:results}
As Section~\ref{sec:results} shows, $10^6$ litres passed.\footnote{In one night.}
\begin{figure}\includegraphics{levels.png}\caption{Levels of 2020.}\label{fig:levels}\end{figure}
\begin{equation} s = \sum_{i=1}^{n} w_i \cdot x_i \end{equation}
\begin{itemize}\item One thing. \item Another.\end{itemize}
\begin{tabular}{l|r} Town & Level \\ \hline Aldmouth & 2.1 \\ \end{tabular}
\begin{verbatim}
% kept \cite{x}
\end{verbatim}
\input{appendix}
\begin{thebibliography}{9}\bibitem{dahl} Ann Dahl, \textit{Dykes}, 2019.\end{thebibliography}
\end{document}
This is not printed.
"""


def test_a_paper_is_read_without_its_commands() -> None:
    document = read(PAPER, "paper.tex")
    assert document.media_type == "text/x-tex"
    found = blocks(document)
    assert found[:6] == [
        ("heading", "Tides & dykes: a study"),
        ("heading", "Abstract"),
        ("paragraph", "The Anner rose by 50 % in Fig. 1. “Nobody knew,” one said."),
        ("heading", "Results"),
        ("paragraph", "In one night."),
        ("paragraph", "As Section 1 shows, 10⁶ litres passed."),
    ]
    texts = [text for _, text in found]
    for expected in ("Levels of 2020.", "One thing.", "Another.", "% kept \\cite{x}", "References"):
        assert expected in texts
    assert ("table", "Town\tLevel\nAldmouth\t2.1") in found
    assert "Ann Dahl, Dykes, 2019." in texts
    assert "not printed" not in document.text and "comment" not in document.text


def test_its_metadata_and_what_is_elsewhere_are_in_the_row() -> None:
    document = read(PAPER, "paper.tex")
    metadata = document.metadata
    assert (metadata.title, metadata.byline) == ("Tides & dykes: a study", "Maren Økland, José Muñoz")
    assert metadata.published_at == "2026-04-03"
    found = warnings(document)
    assert "levels.png" in found["pictures_left_out"] and "appendix" in found["content_elsewhere"]


def test_it_is_recognized_without_its_suffix() -> None:
    assert read(PAPER, "paper").media_type == "text/x-tex"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"na\"{\i}ve caf\'{e} \c{c}a \v{s}koda Stra\ss e \AA s \L\'od\'z", "naïve café ça škoda Straße Ås Łódź"),
        (r"see~\citep[p.~3]{x}, and \eqref{y}", "see, and"),
        (r"\textbf{bold} and \href{http://a.example}{a page} cost \$5", "bold and http://a.examplea page cost $5"),
    ],
)
def test_inline_markup_becomes_characters(source: str, shown: str) -> None:
    assert without_commands(with_letters(source)) == shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"a^2 + \alpha \leq \beta_{n}", "a² + α ≤ β_n"),
        (r"\frac{a}{b} \to \infty", "(a)/(b) → ∞"),
        (r"\sqrt{x} \neq \text{level}", "√(x) ≠ level"),
    ],
)
def test_formulas_become_characters(source: str, shown: str) -> None:
    assert formula(source) == shown


def test_commands_that_define_each_other_are_replaced_once() -> None:
    bomb = "".join(f"\\newcommand{{\\a{chr(97 + n)}}}{{\\a{chr(98 + n)}\\a{chr(98 + n)}}}\n" for n in range(20))
    source = f"\\documentclass{{article}}\n{bomb}\\begin{{document}}\nThe text \\aa ends.\n\\end{{document}}"
    assert len(read(source, "a.tex").text) < 200


@given(st.lists(st.sampled_from(["\\", "{", "}", "$", "%", "\n", "\\begin{", "equation}", "\\item", "a", "^", "\\'"])))
def test_any_signs_are_read(signs: list[str]) -> None:
    source = "\\documentclass{article}\\begin{document}\n\nThe river rose.\n\n" + "".join(signs)
    assert "The river rose." in read(source, "a.tex").text
