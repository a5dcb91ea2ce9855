"""Programs write a design's texts in other languages by the same verb as the owner on screen."""

from tests.api.programs import Programs


def test_a_text_is_written_read_and_taken_back(programs: Programs) -> None:
    omar = programs.omar
    at = f"/designs/{programs.world.design_of('ring', story='The tide.')}/texts"
    said = {"part": "story", "language": "de", "text": "Die Flut."}
    answer = omar.send(at, said)
    assert answer.status_code == 201
    told = omar.get(at).get_json()
    assert answer.get_json() == told
    assert told["first"]["story"] == "The tide."
    assert told["texts"] == [said | {"is_old": False}]
    assert omar.send(at, said | {"text": None}).get_json()["texts"] == []
    assert omar.send(at, said | {"part": "care"}).get_json()["type"] == "/problems/text-not-there"
    assert omar.send(at, said | {"part": "name", "text": "x" * 201}).get_json()["type"] == "/problems/too-long"
    assert omar.send(at, said | {"language": "xx"}).status_code == 422
